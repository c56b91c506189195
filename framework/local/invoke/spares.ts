/**
 * Instances that nobody needs any more: ended after a while, or when there are too many.
 *
 * @module
 */
import type { Pool } from './pool.ts'
import type { Instance } from './start-instance.ts'

/** Looks after idle instances until it is stopped. */
export function watchSpares(pools: ReadonlyMap<string, Pool>, idleSeconds: number) {
  const sweeper = setInterval(sweep, Math.min(idleSeconds * 500, 5000)).unref()

  function sweep(): void {
    for (const { idle } of pools.values()) {
      const [last, ...spare] = idle.toReversed()
      const age = ({ lastUsed }: Instance) => (performance.now() - lastUsed) / 1000
      for (const instance of spare) if (age(instance) > idleSeconds) retire(instance)
      if (last && age(last) > idleSeconds * 10) retire(last)
    }
  }

  function retire(instance: Instance): void {
    for (const pool of pools.values()) {
      pool.idle = pool.idle.filter((it) => it !== instance)
      pool.instances.delete(instance)
    }
    instance.end()
  }

  return {
    /** Instances of all functions. */
    count: () => [...pools.values()].reduce((sum, { instances }) => sum + instances.size, 0),

    /** Those among them that are not ready yet, or have only just become so. */
    countStarting: () =>
      [...pools.values()].reduce(
        (sum, { instances }) => sum + [...instances].filter((it) => it.isWarmingUp()).length,
        0,
      ),

    /**
     * Ends the instance that has been idle for longest, of any function, where that is at least so
     * many milliseconds; answers whether there was one.
     */
    evict(least: number): boolean {
      const [oldest] = [...pools.values()]
        .flatMap(({ idle }) => idle)
        .sort((a, b) => a.lastUsed - b.lastUsed)
      if (!oldest || performance.now() - oldest.lastUsed < least) return false
      retire(oldest)
      return true
    },

    stop: () => clearInterval(sweeper),
  }
}
