/**
 * Time, for what is kept in memory for a while.
 *
 * @module
 */

/** Milliseconds that have passed. A time still to come is endlessly long ago: the clock was set back. */
export function sinceMs(time: number): number {
  const passed = Date.now() - time
  return passed < 0 ? Infinity : passed
}

/** Now, in whole seconds since 1970, as tokens count. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
