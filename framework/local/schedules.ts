/**
 * Schedules that tick: `rate` and `cron` as EventBridge reads them.
 *
 * @module
 */
import { toScheduledEvent } from '../testing/events.ts'
import type { Invoke } from './delivery.ts'
import { openMemory } from './schedules/memory.ts'
import {
  findMissedRuns,
  findNextRun,
  mostMissed,
  type MissedRuns,
  type Schedule,
} from './schedules/next-run.ts'

export { findMissedRuns, findNextRun, toCronPattern } from './schedules/next-run.ts'
export type { MissedRuns, Schedule } from './schedules/next-run.ts'

export interface Schedules {
  /** Every schedule with its next run, the soonest first, and what it missed while this was off. */
  list: () => { name: string; next: Date | undefined; missed?: MissedRuns }[]
  /** Runs one now, besides its ticks, unless it runs already; never rejects. */
  run: (name: string) => Promise<void>
  stop: () => void
}

/** `setTimeout` overflows at 25 days. */
const longestSleep = 24 * 60 * 60 * 1000

/**
 * Runs each schedule's function when it is due. A failure is one line; the next tick still comes. A
 * tick that finds the last run still going is left out.
 */
export function startSchedules(
  schedules: readonly Schedule[],
  options: {
    invoke: Invoke
    log: (line: string) => void
    /** The folder that keeps since when schedules are known. Left out, it is since now. */
    stateDir?: string
  },
): Schedules {
  const { invoke, log, stateDir } = options
  const memory = openMemory(stateDir)
  const timers = new Map<string, { next: Date | undefined; timer?: NodeJS.Timeout }>()
  const missed = new Map<string, MissedRuns>()
  const running = new Map<string, Date>()

  async function run(name: string, time = new Date()): Promise<void> {
    const since = running.get(name)
    if (since) {
      log(`schedule ${name} is left out: its run of ${toMinute(since)} is still going.`)
      return
    }
    running.set(name, time)
    missed.delete(name)
    try {
      await invoke({ pragma: 'scheduled', name, payload: toScheduledEvent(name, time) })
    } catch (error) {
      log(`schedule ${name} failed. ${(error as Error).message || 'It crashed or timed out.'}`)
    } finally {
      running.delete(name)
    }
  }

  async function tick(name: string, time: Date): Promise<void> {
    await run(name, time)
    memory.settle(name, time)
  }

  function arm(schedule: Schedule, { after, since }: { after: Date; since: Date }): void {
    const next = findNextRun(schedule, after, since)
    const entry: { next: Date | undefined; timer?: NodeJS.Timeout } = { next }
    timers.set(schedule.name, entry)
    if (!next) return
    const sleep = () => {
      const left = next.getTime() - Date.now()
      if (left > longestSleep) {
        entry.timer = setTimeout(sleep, longestSleep).unref()
        return
      }
      entry.timer = setTimeout(() => {
        void tick(schedule.name, next)
        arm(schedule, { after: next, since })
      }, left).unref()
    }
    sleep()
  }

  function begin(schedule: Schedule): void {
    const { name } = schedule
    const { since, until } = memory.find(name, toExpression(schedule))
    const now = new Date()
    const runs = findMissedRuns(schedule, { from: until, to: now, since })
    if (runs) {
      const count = runs.count < mostMissed ? runs.count : `more than ${mostMissed}`
      log(
        `schedule ${name} missed ${count} ${runs.count === 1 ? 'run' : 'runs'} while this was off, ` +
          `the last at ${toMinute(runs.last)}.`,
      )
      missed.set(name, runs)
    }
    memory.settle(name, now)
    arm(schedule, { after: now, since })
  }

  for (const schedule of schedules) {
    try {
      begin(schedule)
    } catch (error) {
      log(`schedule ${schedule.name} does not run. ${(error as Error).message}`)
    }
  }

  return {
    run: (name) => run(name),
    list() {
      const all = [...timers].map(([name, { next }]) => {
        const runs = missed.get(name)
        return { name, next, ...(runs && { missed: runs }) }
      })
      return all.sort((a, b) => (a.next?.getTime() ?? Infinity) - (b.next?.getTime() ?? Infinity))
    },
    stop() {
      for (const { timer } of timers.values()) clearTimeout(timer)
    },
  }
}

function toExpression({ rate, cron, timezone }: Schedule): string {
  const words = rate ? `rate(${rate.expression})` : `cron(${cron?.expression ?? ''})`
  return timezone ? `${words} ${timezone}` : words
}

function toMinute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
