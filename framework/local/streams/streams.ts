/**
 * Table streams: each `@tables-streams` function hears of every change to its table, in order and
 * at least once.
 *
 * @module
 */
import { join } from 'node:path'
import type { Inventory } from '../../manifest.ts'
import { attempts as usual } from '../../plugin/attempts.ts'
import { local } from '../../plugin/names.ts'
import { clock } from '../clock.ts'
import type { Invoke } from '../delivery.ts'
import type { StreamSource } from './reader.ts'
import { openStore, type ExpiredItem, type StreamFailure } from './store.ts'
import { startWorker } from './worker.ts'

export type { StreamFailure } from './store.ts'

export interface StreamsOptions {
  /** The database's. */
  endpoint: string
  sources: readonly StreamSource[]
  invoke: Invoke
  /** The folder that keeps how far each function is. Left out, each start begins at the oldest. */
  stateDir?: string
  log?: (line: string) => void
  /** How often a record is tried before it is set aside. Default 3. */
  attempts?: number
  /** Seconds before the second attempt; doubled for each one after. Default 1. */
  backoff?: number
  /** Milliseconds between two looks at a stream. Default 250, as on AWS. */
  interval?: number
  /** Seconds that `stop` waits for running invocations. Default 5. */
  grace?: number
}

export interface Streams {
  /**
   * Resolves when every change so far has been handled or set aside.
   *
   * @throws Error naming the functions that are not done after `timeout` seconds (default 30).
   */
  settle: (timeout?: number) => Promise<void>
  /** What a function, or any, kept failing at. */
  failures: (name?: string) => StreamFailure[]
  /** Tries failures again, oldest first, up to the first that fails; answers how many are done. */
  redrive: (name: string, id?: string) => Promise<number>
  /** To be told of an item that expires, before it is deleted. */
  markExpired: (item: ExpiredItem) => void
  /** Lets running invocations end, for a while. */
  stop: () => Promise<void>
}

/** The functions that hear streams, as `app.arc` and the services declare them. */
export function toStreamSources(
  inv: Pick<Inventory, 'app' | 'tables' | 'tables-streams'>,
): StreamSource[] {
  return (inv['tables-streams'] ?? []).map(({ name, table = name }) => {
    const ttl = inv.tables?.find((it) => it.name === table)?.ttl
    return { name, table: local.table(inv.app, table), ...(ttl && { ttl }) }
  })
}

/** Milliseconds that a move of the clock waits for functions that hear of changes. */
const patience = 5000

/** Starts reading for all. */
export function startStreams(options: StreamsOptions): Streams {
  const { endpoint, sources, invoke, stateDir } = options
  const { log = () => {}, attempts = usual, backoff = 1, interval = 250, grace = 5 } = options
  const store = openStore(stateDir && join(stateDir, 'streams', 'streams.db'))
  const context = { endpoint, store, invoke, log, attempts, backoff, interval }
  const workers = sources.map((source) => startWorker(source, context))
  const unfollow = clock.onMove(() => {}, { rest: catchUp })
  let stopping: Promise<void> | undefined

  /** Reads to the end, and waits a while for the functions. */
  async function catchUp(): Promise<void> {
    const since = performance.now()
    const listBusy = () =>
      stopping ? [] : workers.filter((it) => !it.isDone(since) && !it.isPausing())
    for (let busy = listBusy(); busy.length > 0; busy = listBusy()) {
      if (performance.now() - since > patience) return
      for (const worker of busy) worker.wake()
      await rest(2)
    }
  }

  return {
    failures: store.failures,
    markExpired: store.markExpired,

    async settle(timeout = 30) {
      const since = performance.now()
      for (;;) {
        const busy = workers.filter((it) => !it.isDone(since))
        if (busy.length === 0) return
        if (performance.now() - since > timeout * 1000) {
          const names = busy.map(({ name }) => name).join(', ')
          throw new Error(`Streams did not settle within ${timeout} s: ${names}.`)
        }
        for (const worker of busy) worker.wake()
        await rest(5)
      }
    },

    async redrive(name, id) {
      let done = 0
      for (const failure of store.failures(name)) {
        if (id && failure.id !== id) continue
        try {
          const payload = { Records: failure.records }
          const answer = await invoke({ pragma: 'tables-streams', name, payload })
          if (hasFailures(answer)) throw new Error('Reported by the function as failed.')
        } catch (error) {
          log(`stream ${name}: still fails, kept. ${(error as Error).message.split('\n')[0]}`)
          return done
        }
        store.removeFailure(failure.id)
        done++
      }
      return done
    },

    stop() {
      unfollow()
      stopping ??= (async () => {
        const running = workers.map((worker) => worker.stop())
        await Promise.race([Promise.all(running), rest(grace * 1000)])
        for (const worker of workers) worker.abandon()
        store.close()
      })()
      return stopping
    },
  }
}

function hasFailures(answer: unknown): boolean {
  const { batchItemFailures } = (answer ?? {}) as { batchItemFailures?: unknown[] }
  return Boolean(batchItemFailures?.length)
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
}
