/**
 * Takes messages off one queue, invokes its function, and decides what becomes of each.
 *
 * @module
 */
import { deadOf, type Engine, type Message } from './engine.ts'

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

/** Below Lambda's limit of 6 MB, with room for what surrounds the bodies. */
const maxBytes = 5_000_000

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
      const messages = await engine.receive(queue, batchSize - batch.length)
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
      // Not tried: handed out again as they were, the last first, which keeps their order.
      const left = parts.slice(failed ? index + 1 : index).flat()
      for (const message of left.toReversed()) await engine.release(queue, message, 0)
      return
    }
  }

  /** Answers the messages that failed. */
  async function run(batch: Message[]): Promise<Message[]> {
    const payload = source.toEvent(batch)
    let failed: Message[] = []
    let reason = 'reported by the function as failed'
    try {
      const answer = await invoke({ pragma: source.pragma, name: source.name, payload })
      if (state.abandoned) throw new Error('It was cut off.')
      if (source.pragma === 'queues') failed = findFailures(batch, answer)
    } catch (error) {
      failed = batch
      reason = (error as Error).message || 'It timed out.'
    }
    for (const message of batch) {
      if (!failed.includes(message)) await engine.remove(queue, message)
    }
    for (const message of failed) await giveBack(message, reason)
    return failed
  }

  async function giveBack(message: Message, reason: string): Promise<void> {
    const attempt = Number(message.Attributes['ApproximateReceiveCount'])
    const isLast = attempt >= attempts
    const seconds = isLast ? 0 : backoff * 2 ** (attempt - 1)
    const next = isLast
      ? `kept in the dead-letter queue ${deadOf(queue)}`
      : `tried again in ${seconds} s`
    log(`${label}: attempt ${attempt} of ${attempts} failed, ${next}. ${firstLine(reason)}`)

    // SQS itself moves a message that comes up once too often.
    await engine.release(queue, message, seconds)
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

/**
 * What a batch answer means to Lambda: all failed when it names no message, or one that is not
 * there; none failed when it says nothing.
 */
function findFailures(batch: Message[], answer: unknown): Message[] {
  const failures = (answer as { batchItemFailures?: unknown } | undefined)?.batchItemFailures
  if (!Array.isArray(failures)) return []
  const ids = failures.map((it) => it?.itemIdentifier as unknown)
  const known = batch.filter(({ MessageId }) => ids.includes(MessageId))
  return ids.every((id) => known.some(({ MessageId }) => MessageId === id)) ? known : batch
}

function splitBySize(batch: Message[]): Message[][] {
  const parts: Message[][] = []
  let bytes = Infinity
  for (const message of batch) {
    const size = Buffer.byteLength(message.Body)
    if (bytes + size > maxBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(message)
    bytes += size
  }
  return parts
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!
}
