/**
 * Whether a real account is used in place of a twin.
 *
 * @module
 */
import type { Twin } from '../service.ts'

/** True when the variable by which that is said has a value that is not the twin's own. */
export function isReplaced(
  { replacedBy, env }: Twin,
  port: number,
  set: Readonly<Record<string, string | undefined>>,
): boolean {
  const value = replacedBy && set[replacedBy]
  return Boolean(value) && value !== env?.(port)[replacedBy!]
}
