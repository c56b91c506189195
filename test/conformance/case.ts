/**
 * A case: requests in order, and what DynamoDB answers to them.
 *
 * @module
 */
import { item } from './values.ts'
import type { Answer } from './wire.ts'

export interface Case {
  /** What DynamoDB does. */
  name: string
  /** Takes minutes in AWS, and is left out there. */
  slow?: boolean
  /** The case of paritysuite/dynamodb-conformance that checks the same: its file, and which. */
  from: string
  steps: readonly Step[]
}

/** All cases of one operation. */
export interface Group {
  operation: string
  cases: readonly Case[]
}

/** One request. In everything that is sent and expected, `~` is a name that only this case has. */
export interface Step {
  /**
   * An operation of DynamoDB. `Query*` and `Scan*` ask for all pages, and answer Items, Pages and
   * ScannedCount of them together; `Records*` reads the stream of a table to its end.
   */
  action: string
  body: object | ((answers: readonly Answer[]) => object)
  /** Left out, it must go well. */
  expected?: Expectation
  /** It goes well, with these in the answer, each exactly so; undefined: not there. */
  gives: (answer: Record<string, unknown>) => Step
  /** It fails with this error, and this message where one is given. */
  fails: (error: string, message?: string | RegExp, more?: Record<string, unknown>) => Step
}

export type Expectation =
  | { answer: Record<string, unknown> }
  | { error: string; message?: string | RegExp | undefined; answer: Record<string, unknown> }

export function step(action: string, body: Step['body'], expected?: Expectation): Step {
  return {
    action,
    body,
    ...(expected && { expected }),
    gives: (answer) => step(action, body, { answer }),
    fails: (error, message, more = {}) => step(action, body, { error, message, answer: more }),
  }
}

/** What an answer must be, where it is not one value exactly. */
export interface Check {
  /** In words, for who reads that it does not hold. */
  check: string
  holds: (value: unknown, answers: readonly Answer[]) => boolean
}

export const check = (check: string, holds: Check['holds']): Check => ({ check, holds })

/** A list whose order DynamoDB leaves open. */
export const anyOrder = (list: readonly unknown[]): Check =>
  check(`in any order ${JSON.stringify(list)}`, (value) => toText(value) === toText(list))

const toText = (list: unknown) =>
  JSON.stringify(
    (list as unknown[] | undefined)
      ?.map((it) => inOrder(it))
      .map((it) => JSON.stringify(it))
      .sort(),
  )

/** With names and members of sets sorted: their order says nothing. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, it]) => [
    name,
    /^[SNB]S$/.test(name) && Array.isArray(it) ? it.toSorted() : inOrder(it),
  ])
  return Object.fromEntries(entries.sort(([a], [b]) => (a! < b! ? -1 : 1)))
}

type Plain = Record<string, unknown>

/** Further parameters; `names` and `values` are those of the expressions, in plain JavaScript. */
type More = Plain & { names?: Record<string, string>; values?: Plain }

export function toParameters({ names, values, ...rest }: More): Plain {
  return {
    ...rest,
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: item(values) }),
  }
}

/** The operations on one table. A key that is not given is `~`. */
export function on(TableName: string) {
  const to = (more: More) => ({ TableName, ...toParameters(more) })
  return {
    put: (attributes: Plain = {}, more: More = {}) =>
      step('PutItem', { Item: item({ pk: '~', ...attributes }), ...to(more) }),
    get: (more: More = {}, key: Plain = {}) =>
      step('GetItem', { Key: item({ pk: '~', ...key }), ConsistentRead: true, ...to(more) }),
    update: (
      UpdateExpression: string | undefined,
      values?: Plain,
      more: More = {},
      key: Plain = {},
    ) =>
      step('UpdateItem', {
        Key: item({ pk: '~', ...key }),
        ...(UpdateExpression !== undefined && { UpdateExpression }),
        ...to({ ...(values && { values }), ...more }),
      }),
    delete: (more: More = {}, key: Plain = {}) =>
      step('DeleteItem', { Key: item({ pk: '~', ...key }), ...to(more) }),
    query: (KeyConditionExpression: string, values: Plain, more: More = {}) =>
      step('Query', { KeyConditionExpression, ...to({ values, ...more }) }),
    queryAll: (KeyConditionExpression: string, values: Plain, more: More = {}) =>
      step('Query*', { KeyConditionExpression, ...to({ values, ...more }) }),
    scan: (more: More = {}) => step('Scan', to(more)),
    scanAll: (more: More = {}) => step('Scan*', to(more)),
  }
}

/** The errors that most cases are about. */
export const invalid = 'ValidationException'
export const failed = 'ConditionalCheckFailedException'
