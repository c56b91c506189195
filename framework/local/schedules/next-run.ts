/**
 * When a schedule runs: `rate` and `cron` as EventBridge reads them.
 *
 * @module
 */
import { Cron } from 'croner'
import { toInstant, toWallTime } from './wall-time.ts'

/** A schedule as Architect's inventory describes it. */
export interface Schedule {
  name: string
  rate?: { expression: string } | null
  cron?: { expression: string } | null
  /** Default: UTC, as for EventBridge. */
  timezone?: string | null
}

/** Runs that were due while nobody was there. */
export interface MissedRuns {
  count: number
  last: Date
}

/** Nobody wants to know more exactly how often a schedule of every minute was missed. */
export const mostMissed = 1000

const day = 24 * 60 * 60 * 1000

/**
 * The runs that were due after `from`, up to `to`; nothing if none was. Above `mostMissed` they are
 * not counted any more.
 */
export function findMissedRuns(
  schedule: Schedule,
  { from, to, since }: { from: Date; to: Date; since: Date },
): MissedRuns | undefined {
  let runs: MissedRuns | undefined
  for (let count = 1; count <= mostMissed; count++) {
    const next = findNextRun(schedule, runs?.last ?? from, since)
    if (!next || next > to) return runs
    runs = { count, last: next }
  }
  // What runs that often has run within the last day.
  const recently = new Date(Math.max(runs!.last.getTime(), to.getTime() - day))
  const last = findMissedRuns(schedule, { from: recently, to, since })?.last ?? runs!.last
  return { count: mostMissed, last }
}

/**
 * When a schedule is next due; `undefined` when it never is again.
 *
 * @param anchor What rates are counted from.
 */
export function findNextRun(schedule: Schedule, after: Date, anchor: Date): Date | undefined {
  const { rate, cron, timezone } = schedule
  if (rate) return nextOfRate(rate.expression, after, anchor)
  return nextOfCron(cron?.expression ?? '', after, timezone ?? 'UTC')
}

/**
 * Looked for on the wall's clock, as EventBridge Scheduler does: a time that is skipped when clocks
 * go forward is left out, and one that comes twice counts the first time.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
function nextOfCron(expression: string, after: Date, timezone: string): Date | undefined {
  const cron = toCron(expression)
  let wallTime = cron.nextRun(toWallTime(after, timezone))
  while (wallTime) {
    const time = toInstant(wallTime, timezone)
    if (time && time > after) return time
    wallTime = cron.nextRun(wallTime)
  }
  return undefined
}

const crons = new Map<string, Cron>()

function toCron(expression: string): Cron {
  const known = crons.get(expression)
  if (known) return known
  // AWS counts weekdays from 1, Sunday.
  const options = { timezone: 'UTC', alternativeWeekdays: true, paused: true }
  const cron = new Cron(toCronPattern(expression), options)
  crons.set(expression, cron)
  return cron
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
