/**
 * The policy of a signed form: what the form may contain, until when.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 * @module
 */
import { refuse } from '../errors.ts'

/** What a policy says. */
export interface Policy {
  /** Milliseconds since 1970. */
  expiration: number
  conditions: readonly Condition[]
}

/** A condition on a field. */
interface FieldCondition {
  kind: 'eq' | 'starts-with'
  /** Lower-case, without `$`. */
  field: string
  value: string
  /** As in S3's messages. */
  text: string
}

/** How many bytes the file may have. */
interface SizeCondition {
  kind: 'content-length-range'
  min: number
  max: number
}

type Condition = FieldCondition | SizeCondition

/** @throws InvalidPolicyDocument */
export function readPolicy(base64: string): Policy {
  const document = parse(base64)
  const { expiration, conditions } = document
  if (expiration === undefined) throw invalid('Policy missing expiration.')
  const time = typeof expiration === 'string' && isTime(expiration) ? Date.parse(expiration) : NaN
  if (Number.isNaN(time)) throw invalid(`Invalid 'expiration' value: '${String(expiration)}'`)
  if (conditions === undefined) throw invalid('Policy missing conditions.')
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value: must be a List.")
  return { expiration: time, conditions: conditions.map(toCondition) }
}

/**
 * Holds a form to its policy: the time, every condition, and every field covered by one.
 *
 * @param bucket - the one posted to, whatever the form says
 * @throws AccessDenied, in S3's words
 */
export function checkPolicy(
  { expiration, conditions }: Policy,
  { fields, bucket }: { fields: ReadonlyMap<string, string>; bucket: string },
): void {
  const denied = (message: string) =>
    refuse('AccessDenied', { message: `Invalid according to Policy: ${message}` })
  if (Date.now() > expiration) throw denied('Policy expired.')

  const values = new Map([...fields, ['bucket', bucket]])
  for (const condition of conditions) {
    if (condition.kind === 'content-length-range') continue
    if (!holds(condition, values)) throw denied(`Policy Condition failed: ${condition.text}`)
  }
  const covered = new Set(conditions.flatMap((it) => ('field' in it ? [it.field] : [])))
  // The bucket counts as one: a policy must say for which it is.
  const extra = [...values.keys()].filter((name) => !covered.has(name) && !isFree(name))
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
}

/** The least and the most bytes, by all conditions together. */
export function readSizes({ conditions }: Policy): { min: number; max: number } {
  const ranges = conditions.flatMap((it) => (it.kind === 'content-length-range' ? [it] : []))
  return {
    min: Math.max(0, ...ranges.map(({ min }) => min)),
    max: Math.min(5 * 1024 ** 3, ...ranges.map(({ max }) => max)),
  }
}

// These a policy need not name.
function isFree(field: string): boolean {
  return ['x-amz-signature', 'policy', 'file'].includes(field) || field.startsWith('x-ignore-')
}

function holds(
  { kind, field, value }: FieldCondition,
  values: ReadonlyMap<string, string>,
): boolean {
  const actual = values.get(field)
  if (actual === undefined) return false
  if (kind === 'eq') return actual === value
  // Several types in one field: each of them must begin as the policy says.
  const all = field === 'content-type' ? actual.split(',').map((it) => it.trim()) : [actual]
  return all.every((it) => it.startsWith(value))
}

function parse(base64: string): Record<string, unknown> {
  let document: unknown
  try {
    document = JSON.parse(Buffer.from(base64, 'base64').toString())
  } catch {
    throw invalid('Invalid JSON.')
  }
  if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
    return document as Record<string, unknown>
  }
  throw invalid('Invalid JSON: expecting an object.')
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)
}

function toCondition(written: unknown): Condition {
  if (Array.isArray(written)) return toListed(written)
  if (typeof written !== 'object' || written === null) {
    throw invalid('Invalid condition: must be an object or a list.')
  }
  const entries = Object.entries(written)
  if (entries.length !== 1) {
    throw invalid(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    )
  }
  const [field, value] = entries[0]!
  return toFieldCondition('eq', `$${field}`, value)
}

function toListed([kind, first, second, ...more]: unknown[]): Condition {
  const operation = typeof kind === 'string' ? kind.toLowerCase() : kind
  if (second === undefined || more.length > 0) {
    throw invalid(`Invalid Condition: wrong number of arguments to "${String(kind)}"`)
  }
  if (operation === 'content-length-range') {
    const [min, max] = [first, second].map(Number) as [number, number]
    if (isSize(min) && isSize(max)) return { kind: operation, min, max }
    throw invalid('Invalid content-length-range: values must be numbers of bytes.')
  }
  if (operation === 'eq' || operation === 'starts-with') {
    return toFieldCondition(operation, first, second)
  }
  throw invalid(`Invalid Condition: unknown operation "${String(kind)}"`)
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}

function toFieldCondition(kind: FieldCondition['kind'], name: unknown, value: unknown): Condition {
  if (typeof name !== 'string' || !name.startsWith('$')) {
    throw invalid(`Invalid Condition: "${String(name)}" is no field; fields start with $`)
  }
  if (typeof value !== 'string') {
    throw invalid(`Invalid Condition: the value for "${name}" must be a String.`)
  }
  const text = `[${[kind, name, value].map((part) => JSON.stringify(part)).join(', ')}]`
  return { kind, field: name.slice(1).toLowerCase(), value, text }
}

function invalid(message: string): Error {
  return refuse('InvalidPolicyDocument', { message: `Invalid Policy: ${message}` })
}
