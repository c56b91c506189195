/**
 * A request's parameters: Stripe's form encoding read, and checked against what a call takes.
 *
 * @module
 */
import { parse } from 'qs'
import { z } from 'zod'
import { invalid } from './problems.ts'

/** `line_items[0][price]=…` as nested objects and arrays. */
export function readForm(text: string): Record<string, unknown> {
  return parse(text, { depth: 10, arrayLimit: 1000, parameterLimit: 5000 })
}

/** @throws StripeProblem about the first parameter that is unknown, missing or not well-formed. */
export function check<T extends z.ZodType>(schema: T, values: unknown): z.output<T> {
  const result = schema.safeParse(values)
  if (result.success) return result.data
  throw toProblem(result.error.issues[0]!, values)
}

function toProblem(issue: z.core.$ZodIssue, values: unknown) {
  const param = toName(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const name = toName([...issue.path, issue.keys[0]!])
    return invalid(`Received unknown parameter: ${name}`, {
      code: 'parameter_unknown',
      param: name,
    })
  }
  const value = valueAt(values, issue.path)
  if (value === undefined) {
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String)
    const list = words.length > 1 ? `one of ${words.slice(0, -1).join(', ')} or ` : ''
    return invalid(`Invalid ${param}: must be ${list}${words.at(-1)}`, { param })
  }
  const code = issue.message === 'integer' ? 'parameter_invalid_integer' : undefined
  const message = code ? `Invalid integer: ${String(value)}` : `Invalid ${param}: ${issue.message}`
  return invalid(message, { param, ...(code && { code }) })
}

function toName([first, ...rest]: readonly PropertyKey[]): string {
  return String(first ?? '') + rest.map((part) => `[${String(part)}]`).join('')
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown>)?.[key],
    values,
  )
}

/** What parameters are made of. All come as text. */
export const integer = z
  .string()
  .regex(/^-?\d+$/, 'integer')
  .transform(Number)

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

export const text = z.string().max(5000)

/** An empty text takes a value away. */
export const optionalText = text.transform((value) => value || null).optional()

export const metadata = z.union([z.record(z.string().max(40), z.string().max(500)), z.literal('')])

export const url = z.string().regex(/^https?:\/\/\S+$/, 'must be a whole address')

export const currency = z
  .string()
  .regex(/^[a-z]{3}$/i, 'must be a three-letter code')
  .transform((value) => value.toLowerCase())

const moment = z.union([
  integer,
  z.strictObject({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
])

export type Moment = z.output<typeof moment>

/** What every list takes. */
export const paging = {
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: moment.optional(),
}
