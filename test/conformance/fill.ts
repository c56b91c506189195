/**
 * The names that only one case has.
 *
 * @module
 */
import { prefix } from './tables.ts'

/** With the case's own name in the place of each `~`. */
export function fill<T>(value: T, id: string): T {
  const name = `${prefix}${id}`
  return JSON.parse(JSON.stringify(value).replaceAll('~', name)) as T
}
