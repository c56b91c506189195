/**
 * Takes messages off one queue, invokes its function, and decides what becomes of each.
 *
 * @module
 */
import type { Faults } from '../faults.ts'
import { markEvent } from '../faults/marks.ts'
import { findFailures, isBusy, maxBytes, sizeOf, splitBySize } from './batch.ts'
import type { Message } from './consumer.ts'
import type { Engine } from './engine.ts'
import { deadOf } from './queue-names.ts'
import type { Source } from './sources.ts'
import { createStrikes } from './strikes.ts'

/** Runs a function: resolves with its answer, rejects when it fails. */
export type Invoke = (call: { pragma: string; name: string; payload: unknown }) => Promise<unknown>

export interface PollerContext {
  engine: Engine
  faults: Faults
  invoke: Invoke
  log: (line: string) => void
  attempts: number
  backoff: number
  /** Whether batches go out without waiting for more. */
  isHurried: () => boolean
}

export interface Poller {
  /** Looks for messages now. */
  wake: () => void
  /** Whether it has nothing under way, and found nothing more when it last looked. */
  isIdle: () => boolean
  /** Takes no more; resolves when what is running has ended. */
  stop: () => Promise<void>
  /** What still runs counts as failed, whatever it answers. */
  abandon: () => void
}

/** Invocations of one function at a time, as AWS starts; a FIFO group is in one of them only. */
const concurrency = 5

/** Seconds after which it is looked whether a message is free that another one works on. */
const shortest = 0.2

/** Starts working a queue off. */
export function startPoller(source: Source, context: PollerContext): Poller {
  const { engine, invoke, log, attempts, backoff, isHurried } = context
  const { queue, label, batchSize, batchWindow } = source
  const strikes = createStrikes(source, { ...context, toPause })
  const running = new Set<Promise<void>>()
  let polling: Promise<void> | undefined
  const state = { wanted: false, stopped: false, abandoned: false }

  function wake(): void {
    state.wanted = true
    polling ??= poll()
      .catch(complain)
      .finally(() => {
        polling = undefined
        if (state.wanted && !state.stopped) wake()
      })
  }

  async function poll(): Promise<void> {
    while (state.wanted && !state.stopped) {
      state.wanted = false
      if (running.size >= concurrency) await Promise.race(running)
      const batch = await collect()
      if (batch.length === 0) continue
      state.wanted = true
      const work: Promise<void> = deliver(batch)
        .catch(complain)
        .finally(() => {
          running.delete(work)
          // A FIFO group may be free now.
          wake()
        })
      running.add(work)
    }
  }

  async function collect(): Promise<Message[]> {
    const deadline = performance.now() + batchWindow * 1000
    const batch: Message[] = []
    let bytes = 0
    while (!state.stopped) {
      const taken = engine.receive(queue, batchSize - batch.length)
      const messages = strikes.handOut(taken)
      batch.push(...messages)
      bytes += messages.reduce((sum, message) => sum + sizeOf(message), 0)
      if (batch.length >= batchSize || bytes >= maxBytes) break
      if (taken.length > 0) continue
      if (batch.length === 0) break
      if (isHurried() || performance.now() >= deadline) break
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    return batch
  }

  async function deliver(batch: Message[]): Promise<void> {
    const parts = splitBySize(batch)
    for (const [index, part] of parts.entries()) {
      const failed = state.stopped ? undefined : await run(part)
      if (failed && failed.length === 0) continue
      engine.putBack(queue, parts.slice(failed ? index + 1 : index).flat())
      return
    }
  }

  /** Answers the messages that failed. */
  async function run(batch: Message[]): Promise<Message[]> {
    const payload = source.toEvent(batch)
    markEvent(
      payload,
      batch.flatMap(({ faults }) => faults ?? []),
    )
    let failed = new Map<Message, string>()
    try {
      const answer = await invoke({ pragma: source.pragma, name: source.name, payload })
      if (state.abandoned) throw new Error('It was cut off.')
      if (source.pragma === 'queues') failed = findFailures(batch, answer)
    } catch (error) {
      const reason = (error as Error).message || 'It timed out.'
      failed = new Map(batch.map((message) => [message, reason]))
    }
    strikes.remove(batch.filter((message) => !failed.has(message)))
    for (const [message, reason] of failed) giveBack(message, reason)
    return [...failed.keys()]
  }

  function giveBack(message: Message, reason: string): void {
    const attempt = attemptOf(message)
    const seconds = toPause(message)
    if (isBusy(reason)) {
      log(`${label}: a message is being worked on elsewhere, or was by who died at it: it waits.`)
      engine.postpone(queue, message, { seconds: Math.max(backoff, shortest) })
      return
    }
    const next =
      attempt >= attempts
        ? `kept in the dead-letter queue ${deadOf(queue)}`
        : `tried again in ${seconds} s`
    log(`${label}: attempt ${attempt} of ${attempts} failed, ${next}. ${firstLine(reason)}`)

    // SQS itself moves a message that comes up once too often.
    engine.release(queue, message, { seconds, reason: firstLine(reason) })
    wake()
  }

  /** Seconds until a failed message is handed out again. */
  function toPause(message: Message): number {
    const attempt = attemptOf(message)
    return attempt >= attempts ? 0 : backoff * 2 ** (attempt - 1)
  }

  function complain(error: Error): void {
    if (!state.stopped) log(`${label}: ${error.message}`)
  }

  return {
    wake,
    isIdle: () => !polling && running.size === 0,
    abandon() {
      state.abandoned = true
    },
    async stop() {
      state.stopped = true
      await polling
      await Promise.all(running)
    },
  }
}

function attemptOf({ Attributes }: Message): number {
  return Number(Attributes['ApproximateReceiveCount'])
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!
}
