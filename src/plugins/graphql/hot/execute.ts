/**
 * Executes a plan as graphql-js executes its document: the same values, errors, and order of calls.
 *
 * What it saves is what graphql-js does for each field of each object anew: finding its definition, an
 * empty set of arguments, a description of the place (`info`), the place itself. A field without a
 * resolver gets these only when its value is a function or an error.
 *
 * @module
 */
import { TypeNameMetaFieldDef, type ExecutionResult, type GraphQLError } from 'graphql'
import type { FieldPlan, ObjectPlan, Shape } from './plan.ts'
import { readProperty, resolveField, toPlace } from './resolve.ts'
import {
  addError,
  forget,
  handleError,
  isPromise,
  isThenable,
  notPlanned,
  type Data,
  type Place,
  type Run,
  type State,
} from './state.ts'

/**
 * Executes a query.
 *
 * @throws notPlanned, as a rejection or at once: nothing of the answer is to be used
 */
export function executePlan(run: Run): ExecutionResult | Promise<ExecutionResult> {
  const state: State = {
    ...run,
    errors: [],
    places: new Set(),
    isOver: false,
    abort: undefined,
  }
  try {
    const data = completeObject(state, run.plan.root, run.rootValue, undefined)
    if (!isPromise(data)) return finish(state, data)
    return data.then(
      (it) => finish(state, it),
      (error: unknown) => failWhole(state, error),
    )
  } catch (error) {
    return failWhole(state, error)
  }
}

function finish(state: State, data: unknown): ExecutionResult {
  state.isOver = true
  state.abort?.abort()
  const { errors } = state
  return errors.length > 0 ? { errors, data: data as Data } : { data: data as Data }
}

function failWhole(state: State, error: unknown): ExecutionResult {
  if (error === notPlanned) throw error
  // Every error of a field comes located; it is at home nowhere but here.
  addError(state, error as GraphQLError, undefined)
  return finish(state, null)
}

function completeObject(state: State, plan: ObjectPlan, source: unknown, place: Place) {
  const data: Data = {}
  let promises = false
  try {
    for (const field of plan.fields) {
      const value = executeField(state, field, source, place)
      data[field.key] = value
      promises ||= isPromise(value)
    }
  } catch (error) {
    if (promises) forget(Object.values(data))
    throw error
  }
  return promises ? awaitFields(data) : data
}

async function awaitFields(data: Data): Promise<Data> {
  const values = await Promise.all(Object.values(data))
  const keys = Object.keys(data)
  const awaited: Data = {}
  for (let index = 0; index < keys.length; index++) awaited[keys[index]!] = values[index]
  return awaited
}

function executeField(state: State, field: FieldPlan, source: unknown, parent: Place): unknown {
  const { definition, shape } = field
  if (definition === TypeNameMetaFieldDef) return field.parent.name
  // Most of an answer are plain values of objects that a resolver has found.
  if (field.isPlain) {
    try {
      const value = readProperty(source, field.name)
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
        return complete(state, field, shape, value, undefined)
      }
    } catch (error) {
      return handleError(state, field, error, toPlace(field, parent), shape.kind === 'non-null')
    }
  }
  const place = toPlace(field, parent)
  const isRequired = shape.kind === 'non-null'
  try {
    const value = resolveField(state, field, source, place)
    if (isThenable(value)) return completeLater(state, field, shape, value, place, isRequired)

    const completed = complete(state, field, shape, value, place)
    if (!isPromise(completed)) return completed
    return completed.then(undefined, (error) => handleError(state, field, error, place, isRequired))
  } catch (error) {
    return handleError(state, field, error, place, isRequired)
  }
}

async function completeLater(
  state: State,
  field: FieldPlan,
  shape: Shape,
  promised: PromiseLike<unknown>,
  place: Place,
  isRequired: boolean,
): Promise<unknown> {
  try {
    const value = await promised
    if (state.isOver) throw new Error('The answer is given')
    return await complete(state, field, shape, value, place)
  } catch (error) {
    return handleError(state, field, error, place, isRequired)
  }
}

function complete(
  state: State,
  field: FieldPlan,
  shape: Shape,
  value: unknown,
  place: Place,
): unknown {
  if (value instanceof Error) throw value
  if (shape.kind === 'non-null') {
    const completed = complete(state, field, shape.of, value, place)
    if (completed !== null) return completed
    throw new Error(`Cannot return null for non-nullable field ${field.parent}.${field.name}.`)
  }
  if (value === null || value === undefined) return null
  if (shape.kind === 'leaf') return completeLeaf(shape, value)
  if (shape.kind === 'list') return completeList(state, field, shape, value, place)
  return completeObject(state, shape.object, value, place)
}

function completeLeaf({ type }: Extract<Shape, { kind: 'leaf' }>, value: unknown): unknown {
  const coerced = type.coerceOutputValue(value)
  // graphql-js has a long message for this, of a scalar that is written wrongly.
  if (coerced === null || coerced === undefined) throw notPlanned
  return coerced
}

function completeList(
  state: State,
  field: FieldPlan,
  { of }: Extract<Shape, { kind: 'list' }>,
  value: unknown,
  place: Place,
): unknown {
  // Other iterables are rare, some of them asynchronous; and what is none has an error of its own.
  if (!Array.isArray(value)) throw notPlanned
  const completed: unknown[] = []
  let promises = false
  try {
    for (let index = 0; index < value.length; index++) {
      const entry = completeItem(state, field, of, value[index], index, place)
      completed.push(entry)
      promises ||= isPromise(entry)
    }
  } catch (error) {
    forget(completed)
    forget(value)
    throw error
  }
  return promises ? Promise.all(completed) : completed
}

function completeItem(
  state: State,
  field: FieldPlan,
  shape: Shape,
  item: unknown,
  index: number,
  list: Place,
): unknown {
  const isRequired = shape.kind === 'non-null'
  const place = { prev: list, key: index, typename: undefined }
  try {
    if (isThenable(item)) return completeLater(state, field, shape, item, place, isRequired)
    const completed = complete(state, field, shape, item, place)
    if (!isPromise(completed)) return completed
    return completed.then(undefined, (error) => handleError(state, field, error, place, isRequired))
  } catch (error) {
    return handleError(state, field, error, place, isRequired)
  }
}
