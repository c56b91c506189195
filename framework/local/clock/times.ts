/**
 * Where a clock is to be moved to, and how far it is ahead, in words.
 *
 * @module
 */

/** A stretch of time; its parts add up. */
export interface Stretch {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
}

const units: Record<keyof Stretch, number> = {
  days: 24 * 60 * 60 * 1000,
  hours: 60 * 60 * 1000,
  minutes: 60 * 1000,
  seconds: 1000,
}

/** The last millisecond that a Date knows. */
const endOfTime = 8.64e15

/** @throws Error when it is neither a date nor a stretch, or further away than a Date reaches. */
export function toTime(to: Date | Stretch, now: number): number {
  const time = to instanceof Date ? to.getTime() : now + toMilliseconds(to)
  if (Number.isNaN(time) || Math.abs(time) > endOfTime) {
    throw new Error(
      'The clock cannot be moved there: give a Date, or numbers of { days, hours, minutes, seconds }.',
    )
  }
  return Math.round(time)
}

function toMilliseconds(stretch: Stretch): number {
  const parts = Object.entries(stretch ?? {}).filter(([, count]) => count !== undefined)
  if (parts.length === 0) return Number.NaN
  const sum = (total: number, [unit, count]: [string, number]) =>
    total + Number(count) * (units[unit as keyof Stretch] ?? Number.NaN)
  return parts.reduce(sum, 0)
}

/** `12 days 3 hours ahead`; nothing for a clock that is the machine's. */
export function describeOffset(offset: number): string {
  if (offset === 0) return ''
  let rest = Math.round(Math.abs(offset) / 1000) * 1000
  const parts = Object.entries(units).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [`${count} ${count === 1 ? unit.slice(0, -1) : unit}`] : []
  })
  const stretch = parts.slice(0, 2).join(' ') || 'less than a second'
  return `${stretch} ${offset > 0 ? 'ahead' : 'behind'}`
}
