/**
 * Schedules, by the clock of this process. Of several containers each looks at every run, and one of
 * them has it: the kernel's table tells who.
 *
 * @module
 */
import { AppError } from '../errors.ts'
import { markOnce, once } from '../idempotency.ts'
import { findNextRun } from '../local/schedules/next-run.ts'
import { log } from '../log.ts'
import { isConflict, transact } from '../tables.ts'
import { toScheduledEvent } from '../testing/events.ts'
import type { Invoke } from './functions.ts'
import type { ServedFunction } from './manifest.ts'

export interface Schedules {
  /** Runs that are going. */
  count: () => number
  /** Begins no more; resolves when the last run has ended. */
  stop: () => Promise<void>
}

/** Milliseconds after a run was due, at which it is tried: again where nobody brought it to its end. */
const attempts = [0, 60_000, 180_000]

/** Timers overflow at 25 days, and stand still while a machine sleeps: so they are short. */
const longestSleep = 60_000

/** Runs are counted from here, so that all containers mean the same moment by `rate(1 hour)`. */
const anchor = new Date(0)

/** A run later than this is not begun: the process stood still, and others had it. */
const latest = 5 * 60_000

export function startSchedules(
  schedules: readonly ServedFunction[],
  { invoke }: { invoke: Invoke },
): Schedules {
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<unknown>>()
  const state = { stopped: false }

  function at(time: number, run: () => void): void {
    const left = time - Date.now()
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        if (left > longestSleep) at(time, run)
        else run()
      },
      Math.max(0, Math.min(left, longestSleep)),
    )
    timers.add(timer)
  }

  function watch(schedule: ServedFunction, after: Date): void {
    const due = findNextRun(schedule, after, anchor)
    if (!due) return
    at(due.getTime(), () => {
      for (const [index, delay] of attempts.entries()) {
        at(due.getTime() + delay, () => begin(schedule, { due, attempt: index + 1 }))
      }
      watch(schedule, new Date(Math.max(due.getTime(), Date.now() - latest)))
    })
  }

  function begin(schedule: ServedFunction, run: { due: Date; attempt: number }): void {
    if (state.stopped || Date.now() - run.due.getTime() > latest) return
    const { name, timeout } = schedule
    const work: Promise<unknown> = runOnce({ name, timeout, ...run, invoke })
      .catch((error: unknown) => log.error(`schedule ${name} failed`, { error }))
      .finally(() => running.delete(work))
    running.add(work)
  }

  for (const schedule of schedules) watch(schedule, new Date())

  return {
    count: () => running.size,
    async stop() {
      state.stopped = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}

/**
 * One attempt at a run: by whoever asks for it first, and only if none before has brought it to its
 * end, or is still at it.
 *
 * @returns whether it ran
 * @throws whatever the function throws
 */
export async function runOnce(options: {
  name: string
  due: Date
  attempt: number
  /** Seconds that the function may take. */
  timeout: number
  invoke: Invoke
}): Promise<boolean> {
  const { name, due, attempt, timeout, invoke } = options
  const id = `served:${name}:${due.toISOString()}`
  try {
    await transact([markOnce(`${id}:${attempt}`)])
  } catch (error) {
    if (isConflict(error, 0)) return false
    throw error
  }
  // The same event for each attempt, so that the function can tell it from another run.
  const payload = { ...toScheduledEvent(name, due), id }
  const run = async () => void (await invoke({ pragma: 'scheduled', name, payload, id }))
  try {
    return (await once(id, run, { leaseSeconds: timeout + 1 })).ran
  } catch (error) {
    if (error instanceof AppError && error.code === 'IN_PROGRESS') return false
    throw error
  }
}
