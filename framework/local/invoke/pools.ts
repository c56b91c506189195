/**
 * A pool of warm instances for each function: it grows with demand and shrinks when idle.
 *
 * @module
 */
import { availableParallelism } from 'node:os'
import { isWorthStarting, watchProcessors } from './growth.ts'
import { createPool, findInspectPort, listFresh, type Job, type Pool } from './pool.ts'
import { createReaper } from './reaper.ts'
import { watchSpares } from './spares.ts'
import { startInstance, type Instance } from './start-instance.ts'
import type { FunctionSpec, LambdaError, Outcome, PoolsOptions } from './types.ts'
import { isSettled, toVersion } from './version.ts'

export type Pools = ReturnType<typeof createPools>

/** Milliseconds after which is seen whether an event waits for too long. */
const pause = 10

/** Makes the pools; they start instances as events come. */
export function createPools(options: PoolsOptions) {
  const { limit = 10, total = 32, idleSeconds = 60, initSeconds = 10, isCold = false } = options
  const { inspect, print, onInspect = () => {}, isBusy = watchProcessors() } = options
  const perFunction = inspect ? 1 : limit
  const pools = new Map<string, Pool>()
  const spares = watchSpares(pools, idleSeconds)
  const reaper = createReaper()
  let isStopped = false

  async function invoke(
    spec: FunctionSpec,
    job: Pick<Job, 'id' | 'payload' | 'strike'>,
  ): Promise<Outcome> {
    if (isStopped) return { error: stopped }
    const pool = findPool(spec)
    return new Promise<Outcome>((resolve) => {
      pool.waiting.push({ ...job, since: performance.now(), resolve })
      pump(pool)
    })
  }

  function findPool(spec: FunctionSpec): Pool {
    const version = toVersion(spec)
    const known = pools.get(spec.name)
    if (!known) {
      const pool = createPool(spec, version)
      pools.set(spec.name, pool)
      return pool
    }
    known.spec = spec
    if (known.version !== version) {
      known.version = version
      // Who works on an event may finish it.
      for (const instance of known.idle.splice(0)) instance.end()
    }
    return known
  }

  function pump(pool: Pool): void {
    const { waiting } = pool
    while (waiting.length > 0 && pool.idle.length > 0) {
      void give(pool.idle.pop()!, waiting.shift()!)
    }
    if (waiting.length === 0 || isStopped) return

    if (isCold) growToLimit(pool)
    else if (listFresh(pool).length === 0) grow(pool)
    pool.timer ??= setTimeout(() => {
      pool.timer = undefined
      const now = performance.now()
      const [head] = waiting
      const demand = head && {
        waited: now - head.since,
        sinceFreed: now - pool.freed,
        instances: listFresh(pool).length,
      }
      if (demand && isWorthStarting(demand, isBusy)) grow(pool)
      pump(pool)
    }, pause)
  }

  async function give(instance: Instance, { since, resolve, ...job }: Job): Promise<void> {
    const waited = performance.now() - since
    const { report, ...outcome } = await instance.run(job)
    resolve({ ...outcome, ...(report && { report: { ...report, waited } }) })
  }

  /** Starts one more, where that is wanted and allowed. */
  function grow(pool: Pool): boolean {
    const fresh = listFresh(pool)
    const isFirst = fresh.length === 0
    const starting = fresh.filter(({ state }) => state === 'starting').length
    if (starting >= pool.waiting.length || fresh.length >= perFunction) return false
    // Starting is work: of those that have one already, only so many do it at a time.
    if (!isCold && !isFirst && spares.countStarting() >= availableParallelism()) return false
    // What was needed a moment ago is needed again: to take it would go round in circles.
    if (spares.count() >= total && !spares.evict(isFirst || isCold ? 0 : 1000)) return false

    const { spec, version } = pool
    const inspectPort = inspect ? findInspectPort(pools.values(), inspect) : undefined
    const instance = startInstance({
      spec,
      version,
      inspectPort,
      initTimeout: initSeconds * 1000,
      print,
      watch: reaper.watch,
      onReady: (it) => free(pool, it),
      onEnd: (it, initError) => drop(pool, it, initError),
    })
    pool.instances.add(instance)
    if (inspectPort) onInspect(spec.name, inspectPort)
    return true
  }

  function growToLimit(pool: Pool): void {
    let isGrowing = true
    while (isGrowing) isGrowing = grow(pool)
  }

  function free(pool: Pool, instance: Instance): void {
    pool.freed = performance.now()
    const isUsed = isCold && instance.isUsed
    if (isUsed || instance.version !== pool.version) instance.end()
    else pool.idle.push(instance)
    pump(pool)
  }

  function drop(pool: Pool, instance: Instance, initError?: LambdaError): void {
    pool.instances.delete(instance)
    pool.idle = pool.idle.filter((it) => it !== instance)
    if (isStopped) return
    // It may have read a bundle that was being written.
    const isOutdated = instance.version !== toVersion(pool.spec)
    if (initError && isOutdated) findPool(pool.spec)
    else if (initError && !isSettled(pool.spec)) return void setTimeout(() => pump(pool), 50)
    else if (initError) pool.waiting.shift()?.resolve({ initError })
    pump(pool)
  }

  return {
    /** Runs one event; never throws. */
    invoke,

    /** The number of instances, of one function or of all. */
    count: (name?: string) => (name ? (pools.get(name)?.instances.size ?? 0) : spares.count()),

    /** Ends all at once; what waits is answered with an error. */
    stop(): void {
      isStopped = true
      spares.stop()
      for (const { instances, waiting, timer } of pools.values()) {
        clearTimeout(timer)
        for (const instance of instances) instance.end()
        for (const { resolve } of waiting.splice(0)) resolve({ error: stopped })
      }
      reaper.stop()
    },
  }
}

const stopped = { errorType: 'Sandbox.Stopped', errorMessage: 'The local cloud ends.' }
