/**
 * The address of a result: what went in decides it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Definition } from './converter.ts'

/** Equal for the same input, options and version of the converter, and for nothing else. */
export function toAddress(
  definition: Pick<Definition, 'name' | 'version'>,
  options: object,
  input: Uint8Array,
): string {
  return toAddresses(definition, [options], input)[0]!
}

/** Those of several results of one input, which is read through once. */
export function toAddresses(
  { name, version }: Pick<Definition, 'name' | 'version'>,
  all: readonly object[],
  input: Uint8Array,
): string[] {
  const content = createHash('sha256').update(input).digest()
  return all.map((options) => {
    const sorted = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return createHash('sha256')
      .update(`${name} ${version}\n${JSON.stringify(sorted)}\n`)
      .update(content)
      .digest('base64url')
  })
}
