/**
 * What is said of schedules.
 *
 * @module
 */
import { mostMissed, type MissedRuns, type Schedule } from './next-run.ts'

/** `2026-11-21 03:00 UTC` */
export function toMinute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** As `app.arc` has it. */
export function toExpression({ rate, cron, timezone }: Schedule): string {
  const words = rate ? `rate(${rate.expression})` : `cron(${cron?.expression ?? ''})`
  return timezone ? `${words} ${timezone}` : words
}

/** What was missed, why, and what becomes of it. */
export function describeMissed(
  name: string,
  { count, last }: MissedRuns,
  { why, isMadeUp }: { why: string; isMadeUp: boolean },
): string {
  const runs =
    count === 1 ? '1 run' : `${count < mostMissed ? count : `${mostMissed} or more`} runs`
  const when = count === 1 ? `of ${toMinute(last)}` : `the last of ${toMinute(last)}`
  const next = isMadeUp
    ? `${count === 1 ? 'It' : 'That one'} runs now.`
    : 'That is too long ago to make up for.'
  return `schedule ${name} missed ${runs} ${why}, ${when}. ${next}`
}
