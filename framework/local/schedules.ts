/**
 * Schedules that tick: `rate` and `cron` as EventBridge Scheduler reads them, by the clock that can
 * be moved.
 *
 * @module
 */
import { clock, type Move } from './clock.ts'
import type { Invoke } from './delivery.ts'
import { openMemory } from './schedules/memory.ts'
import {
  findMissedRuns,
  findNextRun,
  type MissedRuns,
  type Schedule,
} from './schedules/next-run.ts'
import { createRunner } from './schedules/runner.ts'
import { describeMissed, toExpression } from './schedules/words.ts'

export { findMissedRuns, findNextRun, toCronPattern } from './schedules/next-run.ts'
export type { MissedRuns, Schedule } from './schedules/next-run.ts'

export interface Schedules {
  /** Every schedule with its next run, the soonest first, and what it missed for good. */
  list: () => { name: string; next: Date | undefined; missed?: MissedRuns }[]
  /** Runs one now, besides its ticks, unless it runs already; never rejects. */
  run: (name: string) => Promise<void>
  stop: () => void
}

/** A schedule that ticks. */
interface Ticking {
  schedule: Schedule
  /** All runs up to here have been begun, or are known to be missed. */
  until: Date
  /** What a rate is counted from. */
  since: Date
  next?: Date | undefined
  missed?: MissedRuns | undefined
  cancel?: () => void
}

/** EventBridge Scheduler tries for a day to have a run begun, in milliseconds. */
const day = 24 * 60 * 60 * 1000

/** Milliseconds after which a tick counts as missed: the machine slept, or was stopped. */
const patience = 60_000

/**
 * Runs each schedule's function when it is due. What went wrong is told in one line; the next tick
 * still comes. Of the runs that were missed, the last one is made up for, if it is not older than a
 * day.
 */
export function startSchedules(
  schedules: readonly Schedule[],
  options: {
    invoke: Invoke
    log: (line: string) => void
    /** The folder that keeps up to when schedules have run. Left out, it is since now. */
    stateDir?: string
  },
): Schedules {
  const { invoke, log, stateDir } = options
  const memory = openMemory(stateDir)
  const runner = createRunner({ invoke, log })
  const all: Ticking[] = []

  function arm(it: Ticking): void {
    const { schedule, until, since } = it
    it.cancel?.()
    it.next = findNextRun(schedule, until, since)
    const { next } = it
    if (next) it.cancel = clock.at(next.getTime(), () => tick(it, next))
  }

  async function tick(it: Ticking, time: Date): Promise<void> {
    if (!clock.isMoving() && clock.now() - time.getTime() > patience) {
      return makeUp(it, 'while this machine stood still')
    }
    it.until = time
    delete it.missed
    arm(it)
    await runner.run(it.schedule.name, time, () => memory.settle(it.schedule.name, time))
  }

  /** Goes on from now, after runs may have been missed. */
  function makeUp(it: Ticking, why: string): Promise<void> {
    const { schedule, until, since } = it
    const { name } = schedule
    const now = new Date()
    const missed = findMissedRuns(schedule, { from: until, to: now, since })
    it.until = now
    arm(it)
    const settle = () => memory.settle(name, now)
    if (!missed) return Promise.resolve(settle())

    const { count, last } = missed
    const isMadeUp = now.getTime() - last.getTime() <= day
    log(describeMissed(name, missed, { why, isMadeUp }))
    if (!isMadeUp) {
      it.missed = missed
      return Promise.resolve(settle())
    }
    const before = new Date(last.getTime() - 1)
    if (count > 1) it.missed = findMissedRuns(schedule, { from: until, to: before, since })
    return runner.run(name, last, settle)
  }

  async function followMove({ kind, by }: Move): Promise<void> {
    // What falls due on the way of an advance runs at its own time.
    if (kind === 'advance') return
    if (by < 0) memory.rewind()
    const now = new Date()
    for (const it of all) {
      if (it.since > now) it.since = now
      if (it.until > now || kind === 'reset') it.until = now
      it.cancel?.()
    }
    await Promise.all(all.map((it) => makeUp(it, 'when the clock jumped')))
  }

  memory.rewind()
  for (const schedule of schedules) {
    try {
      const { since, until } = memory.find(schedule.name, toExpression(schedule))
      const it: Ticking = { schedule, since, until }
      void makeUp(it, 'while this was off')
      all.push(it)
    } catch (error) {
      log(`schedule ${schedule.name} does not run. ${(error as Error).message}`)
    }
  }
  const unfollow = clock.onMove(followMove, { rest: runner.rest })

  return {
    async run(name) {
      const it = all.find(({ schedule }) => schedule.name === name)
      if (it) delete it.missed
      await runner.runNow(name)
    },
    list() {
      const listed = all.map(({ schedule: { name }, next, missed }) => {
        return { name, next, ...(missed && { missed }) }
      })
      return listed.sort(
        (a, b) => (a.next?.getTime() ?? Infinity) - (b.next?.getTime() ?? Infinity),
      )
    },
    stop() {
      unfollow()
      runner.stop()
      for (const { cancel } of all) cancel?.()
    },
  }
}
