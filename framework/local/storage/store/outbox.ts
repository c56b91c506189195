/**
 * What is to be told to queues: written in the transaction that it is about, and sent afterwards, so
 * that neither can be without the other.
 *
 * @module
 */
import { setTimeout as rest } from 'node:timers/promises'
import type { Index } from './database.ts'

/** Sends to a queue; answers what is wrong, if something is. */
export type Send = (queue: string, body: string) => Promise<string | undefined>

export interface OutboxMessage {
  queue: string
  body: string
}

export type Outbox = ReturnType<typeof createOutbox>

interface Row extends OutboxMessage {
  place: number
}

/** Milliseconds. */
const waits = { first: 200, longest: 30_000 }

export function createOutbox({ db }: Index, options: { send: Send; log: (line: string) => void }) {
  const { send, log } = options
  const insert = db.prepare('INSERT INTO outbox (queue, body) VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM outbox WHERE place = ?')
  const list = db.prepare('SELECT * FROM outbox ORDER BY place')
  const count = db.prepare('UPDATE sequence SET last = last + 1 RETURNING last')
  const ending = new AbortController()
  const { signal } = ending
  const failing = new Set<string>()
  let sending: Promise<void> | undefined
  let retry: Promise<void> | undefined
  let wait = waits.first

  /** Sends all there is, in order; a queue that fails keeps its own. */
  async function sendAll(): Promise<void> {
    const failed = new Set<string>()
    for (const { place, queue, body } of signal.aborted ? [] : (list.all() as unknown as Row[])) {
      if (failed.has(queue)) continue
      const problem = await send(queue, body).catch((error: Error) => error.message)
      if (signal.aborted) return
      if (problem === undefined) {
        remove.run(place)
        failing.delete(queue)
        continue
      }
      failed.add(queue)
      if (!failing.has(queue)) log(`[storage] the queue ${queue} could not be told yet: ${problem}`)
      failing.add(queue)
    }
    if (failed.size > 0) tryLater()
    else wait = waits.first
  }

  function tryLater(): void {
    retry ??= rest(wait, undefined, { signal, ref: false })
      .then(
        () => (retry = undefined),
        () => {},
      )
      .then(() => void flush())
    wait = Math.min(wait * 2, waits.longest)
  }

  async function flush(): Promise<void> {
    // What came in meanwhile is not in a list that is being worked off.
    await sending
    sending ??= sendAll().finally(() => (sending = undefined))
    await sending
  }

  return {
    /** To be called in the transaction that changes the object. */
    add({ queue, body }: OutboxMessage): void {
      insert.run(queue, body)
    },

    /** A number that is higher each time, whatever the clock does. */
    next: (): number => (count.get() as { last: number }).last,

    /** Tries to send all; what fails is sent later. */
    flush,

    stop: () => ending.abort(),
  }
}
