/**
 * Makes the function that executes one hot query. A chunk of its own: no cold start loads it.
 *
 * @module
 */
import {
  execute,
  getVariableValues,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { executePlan } from './execute.ts'
import { notPlanned } from './state.ts'
import { createPlan } from './plan.ts'

/** @returns undefined where graphql-js is to execute the operation */
export function createExecutor(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
) {
  const plan = createPlan(schema, document, operation)
  if (!plan) return undefined
  let isOff = false

  return (args: ExecutionArgs): ReturnType<typeof execute> => {
    if (isOff) return execute(args)
    const { hideSuggestions = false, rootValue, contextValue: context } = args
    const { variableValues: variables, errors } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      args.variableValues ?? {},
      { maxErrors: 50, hideSuggestions: hideSuggestions ?? false },
    )
    if (errors) return { errors }

    // A query changes nothing: it can be asked again from the beginning.
    const fallBack = (error: unknown) => {
      if (error !== notPlanned) throw error
      isOff = true
      return execute(args)
    }
    try {
      const run = { plan, context, rootValue, variables, hideSuggestions: hideSuggestions ?? false }
      const result = executePlan(run)
      return result instanceof Promise
        ? (result.catch(fallBack) as Promise<ExecutionResult>)
        : result
    } catch (error) {
      return fallBack(error)
    }
  }
}
