/**
 * Times as people read them.
 *
 * @module
 */

/** `4 ms`, `1.24 s`, `3 min`, `30 days`. */
export function toDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 1000) return `${milliseconds.toFixed(0)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`
  return toSpan(milliseconds)
}

/** `09:10:11`, by the clock on the wall. */
export function toClock(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB')
}

/** `09:10:11.123`. */
export function toExactClock(time: number): string {
  return `${toClock(time)}.${String(Math.floor(time) % 1000).padStart(3, '0')}`
}

/** `21/11/2026, 09:10:11`. */
export function toDateAndClock(time: number): string {
  return new Date(time).toLocaleString('en-GB')
}

/** `09:10`. */
export function toMinuteOfDay(time: number): string {
  return toClock(time).slice(0, 5)
}

/** `Fri, 18 Dec 2026`. */
export function toDay(time: number): string {
  return toDate(time, 'short')
}

/** `Friday, 18 December 2026`. */
export function toLongDay(time: number): string {
  return toDate(time, 'long')
}

/** `2026-12-18T09:10`, as a field for local times takes it. */
export function toLocalInput(time: number): string {
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** `in 3 h`, `in 4 days`; `now` is that of the local cloud. */
export function toWait(time: number, now: number): string {
  const wait = Math.max(0, time - now)
  return wait < 30_000 ? 'in less than a minute' : `in ${toSpan(wait)}`
}

/** `5 min`, `3 h`, `27 days`, to the nearest. */
export function toSpan(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 1) return `${Math.round(milliseconds / 1000)} s`
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

function toDate(time: number, form: 'short' | 'long'): string {
  const parts = { weekday: form, day: 'numeric', month: form, year: 'numeric' } as const
  return new Date(time).toLocaleDateString('en-GB', parts)
}
