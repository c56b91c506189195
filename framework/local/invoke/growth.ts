/**
 * When a function gets one more instance.
 *
 * @module
 */
import { availableParallelism, cpus } from 'node:os'

/** How it goes for a function whose events wait. */
export interface Demand {
  /** Milliseconds that the first event has waited. */
  waited: number
  /** Milliseconds since an instance became free. */
  sinceFreed: number
  /** Instances that there are. */
  instances: number
}

/** Milliseconds in which nobody became free: then one more is started. */
const busyFor = 10
/** Milliseconds that an event waits at most before one more is started. */
const waitFor = 100
/** Milliseconds in which nobody became free, while the machine has nothing left to give. */
const patience = 1000

/**
 * Whether one more is worth its start. Where all processors work, it would only take time from the
 * others, unless those wait for something, perhaps for another event of the same function.
 */
export function isWorthStarting(
  { waited, sinceFreed, instances }: Demand,
  isBusy: () => boolean,
): boolean {
  if (sinceFreed <= busyFor && waited <= waitFor) return false
  return sinceFreed > patience || instances < availableParallelism() || !isBusy()
}

/** Milliseconds over which the processors are watched. */
const span = 250

/** Answers whether the machine's processors have hardly been idle of late. */
export function watchProcessors(): () => boolean {
  let at = performance.now()
  let last = countTimes()
  let isBusy = false

  return () => {
    if (performance.now() - at < span) return isBusy
    const times = countTimes()
    isBusy = times.idle - last.idle < (times.all - last.all) * 0.1
    at = performance.now()
    last = times
    return isBusy
  }
}

function countTimes() {
  const times = cpus().map((it) => it.times)
  const sum = (pick: (of: (typeof times)[number]) => number) =>
    times.reduce((total, it) => total + pick(it), 0)
  return {
    idle: sum(({ idle }) => idle),
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  }
}
