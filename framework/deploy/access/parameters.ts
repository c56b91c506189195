/**
 * `PLUGBOARD_PARAMETERS`: which variables a function reads from SSM, and where they are kept.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'

/** A variable and the path of its parameter. */
export type Kept = readonly [name: string, path: string]

/** The variable's value, `none` where there is nothing to read. */
export function toParametersVariable(kept: readonly Kept[]): string {
  return kept.map(([name, path]) => `${name}=${path}`).join(',') || 'none'
}

/** The paths that a function is to read. */
export function listParameters({ Properties }: Resource): string[] {
  const told = String(Properties.Environment?.Variables['PLUGBOARD_PARAMETERS'] ?? '')
  return told.split(',').flatMap((pair) => pair.split('=').slice(1))
}
