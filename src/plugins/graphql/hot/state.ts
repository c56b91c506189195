/**
 * What an execution keeps in mind: its errors, and where they are.
 *
 * @module
 */
import { locatedError, type GraphQLError, type ResponsePath, type VariableValues } from 'graphql'
import type { FieldPlan, Plan } from './plan.ts'

export interface Run {
  plan: Plan
  context: unknown
  rootValue: unknown
  variables: VariableValues
  hideSuggestions: boolean
}

/** Thrown where a plan meets a value that only graphql-js can handle. */
export const notPlanned = Symbol('not planned')

export interface State extends Run {
  errors: GraphQLError[]
  /** Where there is an error already. Below it nothing counts. */
  places: Set<Place>
  /** The answer is given: what is still under way changes it no more. */
  isOver: boolean
  abort: AbortController | undefined
}

/** Of a field or an item; undefined of the whole answer. */
export type Place = ResponsePath | undefined
export type Data = Record<string, unknown>

/** Tells an error, unless one is told of this place already, or of one above it. */
export function addError(
  { errors, places, isOver }: State,
  error: GraphQLError,
  place: Place,
): void {
  if (isOver) return
  for (let it = place; it; it = it.prev) if (places.has(it)) return
  if (places.has(undefined)) return
  places.add(place)
  errors.push(error)
}

/**
 * Answers the `null` that stands for a value that failed.
 *
 * @throws the error where there can be no `null` in its place
 */
export function handleError(
  state: State,
  { nodes }: FieldPlan,
  raw: unknown,
  place: Place,
  isRequired: boolean,
): null {
  if (raw === notPlanned) throw raw
  const error = locatedError(raw, nodes, toPath(place))
  if (isRequired) throw error
  addError(state, error, place)
  return null
}

function toPath(place: Place): (string | number)[] {
  const keys: (string | number)[] = []
  for (let it = place; it; it = it.prev) keys.push(it.key)
  return keys.toReversed()
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}

/** The answer is decided without them; a rejection that nobody hears of would end the process. */
export function forget(values: readonly unknown[]): void {
  for (const value of values) if (isThenable(value)) value.then(undefined, () => undefined)
}
