/**
 * Time as tokens count it.
 *
 * @module
 */

/** Seconds since 1970. Follows `Date`, and so the local cloud's clock. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
