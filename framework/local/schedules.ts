/**
 * Schedules that tick: `rate` and `cron` as EventBridge reads them.
 *
 * @module
 */
import { Cron } from 'croner'
import { toScheduledEvent } from '../testing/events.ts'
import type { Invoke } from './delivery.ts'

/** A schedule as Architect's inventory describes it. */
export interface Schedule {
  name: string
  rate?: { expression: string } | null
  cron?: { expression: string } | null
  /** Default: UTC, as for EventBridge. */
  timezone?: string | null
}

export interface Schedules {
  /** Every schedule with its next run, the soonest first. */
  list: () => { name: string; next: Date | undefined }[]
  /** Runs one now, besides its ticks; never rejects. */
  run: (name: string) => Promise<void>
  stop: () => void
}

/** `setTimeout` overflows at 25 days. */
const longestSleep = 24 * 60 * 60 * 1000

/** Runs each schedule's function when it is due. A failure is one line; the next tick still comes. */
export function startSchedules(
  schedules: readonly Schedule[],
  { invoke, log }: { invoke: Invoke; log: (line: string) => void },
): Schedules {
  const started = new Date()
  const timers = new Map<string, { next: Date | undefined; timer?: NodeJS.Timeout }>()

  async function run(name: string, time = new Date()): Promise<void> {
    try {
      await invoke({ pragma: 'scheduled', name, payload: toScheduledEvent(name, time) })
    } catch (error) {
      log(`schedule ${name} failed. ${(error as Error).message || 'It crashed or timed out.'}`)
    }
  }

  function arm(schedule: Schedule, after = new Date()): void {
    const next = findNextRun(schedule, after, started)
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
        void run(schedule.name, next)
        arm(schedule, next)
      }, left).unref()
    }
    sleep()
  }

  for (const schedule of schedules) {
    try {
      arm(schedule)
    } catch (error) {
      log(`schedule ${schedule.name} does not run. ${(error as Error).message}`)
    }
  }

  return {
    run: (name) => run(name),
    list() {
      const all = [...timers].map(([name, { next }]) => ({ name, next }))
      return all.sort((a, b) => (a.next?.getTime() ?? Infinity) - (b.next?.getTime() ?? Infinity))
    },
    stop() {
      for (const { timer } of timers.values()) clearTimeout(timer)
    },
  }
}

/**
 * When a schedule is next due; `undefined` when it never is again.
 *
 * @param anchor What rates are counted from.
 */
export function findNextRun(schedule: Schedule, after: Date, anchor: Date): Date | undefined {
  const { rate, cron, timezone } = schedule
  if (rate) return nextOfRate(rate.expression, after, anchor)
  const pattern = toCronPattern(cron?.expression ?? '')
  // AWS counts weekdays from 1, Sunday.
  const options = { timezone: timezone ?? 'UTC', alternativeWeekdays: true, paused: true }
  return new Cron(pattern, options).nextRun(after) ?? undefined
}

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

function nextOfRate(expression: string, after: Date, anchor: Date): Date {
  const [count, unit] = expression.split(' ') as [string, string]
  const period = Number(count) * units[unit.replace(/s$/, '')]!
  const passed = Math.max(0, Math.floor((after.getTime() - anchor.getTime()) / period))
  return new Date(anchor.getTime() + (passed + 1) * period)
}

/**
 * An AWS cron expression in croner's words.
 *
 * @throws Error when it has not six fields, or none or both of the two day fields are `?`.
 */
export function toCronPattern(expression: string): string {
  const fields = expression.trim().split(/\s+/)
  const [minute, hour, day, month, weekday, year] = fields as [string, ...string[]]
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) {
    throw new Error(
      `cron(${expression}) is no AWS schedule: six fields (minute hour day month weekday year), ` +
        'of day and weekday one must be "?".',
    )
  }
  const days = weekday!.replace(/^L$/, '7').replace(/^(\d|[A-Za-z]{3})L$/, '$1#L')
  return [
    '0',
    withRange(minute, 59),
    withRange(hour!, 23),
    withRange(day!, 31),
    withRange(month!, 12),
    withRange(days, 7),
    withRange(year!, 2199),
  ].join(' ')
}

// "5/10" means "from 5 on, every 10": croner wants the range written out.
function withRange(field: string, last: number): string {
  return field.replace('?', '*').replace(/(^|,)(\d+)\//g, `$1$2-${last}/`)
}
