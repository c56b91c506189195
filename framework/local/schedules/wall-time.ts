/**
 * What the clock on a wall shows in a time zone, and back. Such a time is written as a `Date` whose
 * UTC parts are what the wall shows.
 *
 * @module
 */

const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError when there is no such time zone. */
export function toWallTime(time: Date, timezone: string): Date {
  return new Date(time.getTime() + offsetOf(time, timezone))
}

/** The first moment at which the wall shows it; nothing where clocks go forward over it. */
export function toInstant(wallTime: Date, timezone: string): Date | undefined {
  const wall = wallTime.getTime()
  // No zone changes twice in two days, so that these are the offsets before and after a change.
  const before = offsetOf(new Date(wall - day), timezone)
  const after = offsetOf(new Date(wall + day), timezone)
  if (before === after) return new Date(wall - before)
  return [before, after]
    .map((offset) => new Date(wall - offset))
    .filter((time) => toWallTime(time, timezone).getTime() === wall)
    .toSorted((a, b) => a.getTime() - b.getTime())[0]
}

const day = 24 * 60 * 60 * 1000

/** Milliseconds by which the wall's clock is ahead of UTC. */
function offsetOf(time: Date, timezone: string): number {
  if (timezone === 'UTC') return 0
  let format = formats.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
    formats.set(timezone, format)
  }
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')!.value
  // `GMT`, `GMT+02:00`, `GMT-00:44:30`
  const [, sign, ...parts] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? []
  if (!sign) return 0
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0))
  const length = ((hours * 60 + minutes) * 60 + seconds) * 1000
  return sign === '-' ? -length : length
}
