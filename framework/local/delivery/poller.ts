/**
 * Takes messages off one queue, invokes its function, and decides what becomes of each.
 *
 * @module
 */
import { findFailures, splitBySize, maxBytes } from './batch.ts'
import type { Message } from './consumer.ts'
import type { Engine } from './engine.ts'
import { deadOf } from './queue-names.ts'

/** Runs a function: resolves with its answer, rejects when it fails. */
export type Invoke = (call: { pragma: string; name: string; payload: unknown }) => Promise<unknown>

/** A queue and the function behind it. */
export interface Source {
  /** For people. */
  label: string
  queue: string
  /** The topic that feeds the queue, if one does. */
  topic?: string
  pragma: 'events' | 'queues'
  /** The function's name. */
  name: string
  fifo: boolean
  batchSize: number
  batchWindow: number
  toEvent: (messages: Message[]) => unknown
}

export interface PollerContext {
  engine: Engine
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
  /** Takes no more; resolves when what is running has ended. */
  stop: () => Promise<void>
  /** What still runs counts as failed, whatever it answers. */
  abandon: () => void
}

/** Invocations of one function at a time; AWS starts with five. */
const concurrency = 2

/** Starts working a queue off. */
export function startPoller(source: Source, context: PollerContext): Poller {
  const { engine, invoke, log, attempts, backoff, isHurried } = context
  const { queue, label, fifo, batchSize, batchWindow } = source
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
      if (running.size >= (fifo ? 1 : concurrency)) await Promise.race(running)
      const batch = await collect()
      if (batch.length === 0) continue
      state.wanted = true
      const work: Promise<void> = deliver(batch)
        .catch(complain)
        .finally(() => running.delete(work))
      running.add(work)
    }
  }

  async function collect(): Promise<Message[]> {
    const deadline = Date.now() + batchWindow * 1000
    const batch: Message[] = []
    let bytes = 0
    while (!state.stopped) {
      const messages = engine.receive(queue, batchSize - batch.length)
      batch.push(...messages)
      bytes += messages.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0)
      if (batch.length === 0 || batch.length >= batchSize || bytes >= maxBytes) break
      if (messages.length > 0) continue
      if (isHurried() || Date.now() >= deadline) break
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
    let failed = new Map<Message, string>()
    try {
      const answer = await invoke({ pragma: source.pragma, name: source.name, payload })
      if (state.abandoned) throw new Error('It was cut off.')
      if (source.pragma === 'queues') failed = findFailures(batch, answer)
    } catch (error) {
      const reason = (error as Error).message || 'It timed out.'
      failed = new Map(batch.map((message) => [message, reason]))
    }
    engine.remove(
      queue,
      batch.filter((message) => !failed.has(message)),
    )
    for (const [message, reason] of failed) giveBack(message, reason)
    return [...failed.keys()]
  }

  function giveBack(message: Message, reason: string): void {
    const attempt = Number(message.Attributes['ApproximateReceiveCount'])
    const isLast = attempt >= attempts
    const seconds = isLast ? 0 : backoff * 2 ** (attempt - 1)
    const next = isLast
      ? `kept in the dead-letter queue ${deadOf(queue)}`
      : `tried again in ${seconds} s`
    log(`${label}: attempt ${attempt} of ${attempts} failed, ${next}. ${firstLine(reason)}`)

    // SQS itself moves a message that comes up once too often.
    engine.release(queue, message, { seconds, reason: firstLine(reason) })
    wake()
  }

  function complain(error: Error): void {
    if (!state.stopped) log(`${label}: ${error.message}`)
  }

  return {
    wake,
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

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!
}
