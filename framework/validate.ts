/**
 * Schemas for everything that comes from outside, on zod/mini.
 *
 * @module
 */
import { config } from 'zod/v4/core'
import { parseWith, type Schema } from './http/schema.ts'
import { toMessage } from './validate/messages.ts'

export * as z from './validate/common.ts'
export type { output as Infer } from 'zod/v4/core'
export type { Schema }

// Without a locale each message of zod/mini is `Invalid input`.
config({ localeError: toMessage })

/**
 * Checks a value against a schema.
 *
 * @param options.where - what is checked, for the text of the error: `body` gives `The body is not valid`
 * @throws INVALID_INPUT, with one entry for each value at fault
 */
export function validate<T>(
  schema: Schema<T>,
  value: unknown,
  { where = 'input' }: { where?: string } = {},
): T {
  return parseWith(schema, value, where)
}
