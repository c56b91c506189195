/**
 * Invokes one function with what its table's stream says, in order: a batch that fails is halved
 * until the record at fault is alone, and that one is set aside after some tries.
 *
 * @module
 */
import type { DynamoDBRecord } from 'aws-lambda'
import { clock } from '../clock.ts'
import type { Invoke } from '../delivery.ts'
import { createReader, type Batch, type StreamSource } from './reader.ts'
import type { StreamStore } from './store.ts'

export interface WorkerContext {
  endpoint: string
  store: StreamStore
  invoke: Invoke
  log: (line: string) => void
  attempts: number
  backoff: number
  /** Milliseconds between two looks at a stream that is read to its end. */
  interval: number
}

/** Starts reading. */
export function startWorker(source: StreamSource, context: WorkerContext) {
  const { endpoint, store, invoke, log, attempts, backoff, interval } = context
  const { name } = source
  const reader = createReader(endpoint, source, store)
  const state = { stopped: false, abandoned: false, isPausing: false, complaint: '', emptyAt: -1 }
  let wake = () => {}

  async function run(): Promise<void> {
    while (!state.stopped) {
      const began = performance.now()
      try {
        const batch = await reader.read()
        state.complaint = ''
        if (!batch) {
          state.emptyAt = began
          await sleep(interval)
        } else if (await work(batch, batch.records)) {
          store.moveTo(name, batch.shard, batch.sequence)
          batch.next()
        }
      } catch (error) {
        if (state.stopped) return
        if (!complain(error as Error)) return
        await sleep(1000)
      }
    }
  }

  /** Answers whether it got to the end of them. */
  async function work(batch: Batch, all: readonly DynamoDBRecord[]): Promise<boolean> {
    let records = [...all]
    for (let attempt = 1; records.length > 0; attempt++) {
      if (state.stopped) return false
      const { done, reason } = await call(records)
      if (state.abandoned) return false
      if (done > 0) {
        store.moveTo(name, batch.shard, sequenceOf(records[done - 1]!))
        records = records.slice(done)
        attempt = 1
      }
      if (records.length === 0) return true

      if (records.length > 1) {
        log(`stream ${name}: ${records.length} records failed, tried again in halves. ${reason}`)
        const middle = Math.ceil(records.length / 2)
        const isFirstDone = await work(batch, records.slice(0, middle))
        return isFirstDone && work(batch, records.slice(middle))
      }
      if (attempt >= attempts) {
        setAside(batch, records, { attempt, reason })
        return true
      }
      const seconds = backoff * 2 ** (attempt - 1)
      log(
        `stream ${name}: attempt ${attempt} of ${attempts} failed, ` +
          `tried again in ${seconds} s. ${reason}`,
      )
      await pause(seconds * 1000)
    }
    return true
  }

  async function call(records: DynamoDBRecord[]): Promise<{ done: number; reason: string }> {
    try {
      const answer = await invoke({ pragma: 'tables-streams', name, payload: { Records: records } })
      return { done: countDone(records, answer), reason: 'Reported by the function as failed.' }
    } catch (error) {
      return { done: 0, reason: firstLine((error as Error).message || 'It timed out.') }
    }
  }

  function setAside(
    { shard }: Batch,
    records: DynamoDBRecord[],
    { attempt, reason }: { attempt: number; reason: string },
  ): void {
    const [record] = records
    const sequence = sequenceOf(record!)
    store.setAside({ name, shard, sequence }, { records, attempts: attempt, reason })
    const what = `${record!.eventName} ${JSON.stringify(record!.dynamodb?.Keys)}`
    log(
      `stream ${name}: attempt ${attempt} of ${attempts} failed, ` +
        `set aside with the failures of ${name}: ${what}. ${reason}`,
    )
  }

  /** Answers whether trying again may help. */
  function complain({ name: code, message }: Error): boolean {
    if (code === 'UnknownOperationException') {
      log(`stream ${name} is off: this database has no streams.`)
      state.stopped = true
      return false
    }
    if (message !== state.complaint) log(`stream ${name}: ${message}`)
    state.complaint = message
    return true
  }

  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (state.stopped) wake()
    })
  }

  // By the clock that can be moved, and cut short by the end only.
  async function pause(milliseconds: number): Promise<void> {
    state.isPausing = true
    await new Promise<void>((resolve) => {
      const cancel = clock.after(milliseconds, resolve)
      wake = () => {
        if (!state.stopped) return
        cancel()
        resolve()
      }
      wake()
    })
    state.isPausing = false
  }

  const running = run()

  return {
    name,
    /** Whether it has found nothing more to do since a moment of `performance.now`. */
    isDone: (since: number) => state.stopped || state.emptyAt > since,
    /** Whether it waits before it tries a record again. */
    isPausing: () => state.isPausing,
    wake: () => wake(),
    /** Takes no more; resolves when what is running has ended. */
    async stop(): Promise<void> {
      state.stopped = true
      wake()
      await running
    },
    /** What still runs counts as failed, whatever it answers. */
    abandon() {
      state.abandoned = true
    },
  }
}

/** What a batch answer means to Lambda: all before the first record that it names is done. */
function countDone(records: readonly DynamoDBRecord[], answer: unknown): number {
  const failures = (answer as { batchItemFailures?: unknown } | undefined)?.batchItemFailures
  if (!Array.isArray(failures) || failures.length === 0) return records.length
  const indexes = failures.map((it) =>
    records.findIndex((record) => sequenceOf(record) === it?.itemIdentifier),
  )
  return Math.max(0, Math.min(...indexes))
}

function sequenceOf(record: DynamoDBRecord): string {
  return record.dynamodb!.SequenceNumber!
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]!
}
