/**
 * Calls a field's resolver with all that graphql-js would give it.
 *
 * @module
 */
import {
  defaultFieldResolver,
  getArgumentValues,
  type GraphQLResolveInfo,
  type ResponsePath,
} from 'graphql'
import type { FieldPlan } from './plan.ts'
import { forget, type Data, type Place, type State } from './state.ts'

/** What a field is before it is completed: a value, a promise, or a thrown error. */
export function resolveField(
  state: State,
  field: FieldPlan,
  source: unknown,
  place: Place,
): unknown {
  const { definition, nodes } = field
  const { resolve = defaultFieldResolver } = definition
  const info = toInfo(state, field, place!, nodes)
  return resolve(source, toArguments(state, field), state.context, info)
}

/** What a field without a resolver is, unless it is a function. */
export function readProperty(source: unknown, name: string): unknown {
  if (source === null || (typeof source !== 'object' && typeof source !== 'function')) {
    return undefined
  }
  return (source as Data)[name]
}

function toArguments({ variables, hideSuggestions }: State, { definition, nodes }: FieldPlan) {
  return getArgumentValues(definition, nodes[0]!, variables, undefined, hideSuggestions)
}

function toInfo(
  state: State,
  { definition, name, parent }: FieldPlan,
  path: ResponsePath,
  fieldNodes: GraphQLResolveInfo['fieldNodes'],
): GraphQLResolveInfo {
  const { plan, rootValue, variables } = state
  return {
    fieldName: name,
    fieldNodes,
    returnType: definition.type,
    parentType: parent,
    path,
    schema: plan.schema,
    fragments: plan.fragments,
    rootValue,
    operation: plan.operation,
    variableValues: variables,
    getAbortSignal: () => (state.abort ??= new AbortController()).signal,
    getAsyncHelpers: () => helpers,
  }
}

// What graphql-js tracks is told to a hook that nobody here has.
const helpers: ReturnType<GraphQLResolveInfo['getAsyncHelpers']> = {
  promiseAll: <T>(values: readonly (PromiseLike<T> | T)[]) => Promise.all(values) as Promise<T[]>,
  track: forget,
}

/** The place of a field within that of its object. */
export function toPlace({ key, parent }: FieldPlan, prev: Place): ResponsePath {
  return { prev, key, typename: parent.name }
}
