/**
 * graphql-yoga with our rules: parses, validates and executes.
 *
 * Of yoga this takes what lies between the parameters of a request and its result, plugins included.
 * Its HTTP side would load fetch's classes at cold start, and `http()` does that work already.
 *
 * @module
 */
import {
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql'
import { YogaServer, type GraphQLParams, type Plugin } from 'graphql-yoga'
import { kernelErrors, type AppError } from '#framework/errors.ts'
import type { GraphqlModule } from '#framework/graphql.ts'
import type { HttpRequest } from '#framework/http.ts'
import { createContext } from './context.ts'
import { errors } from './errors.ts'
import { toGraphqlError } from './failures.ts'
import { createExecute } from './hot.ts'
import { findExcess, type Limits } from './limits.ts'

export interface EngineOptions {
  schema: GraphQLSchema
  modules: readonly GraphqlModule[]
  limits: Limits
  introspection: boolean
  /** How often a query is asked before it is planned. */
  hotAfter: number
  /** Plugins of yoga or envelop. */
  plugins: readonly Plugin[]
}

/** Makes the function that runs one operation. It answers errors, and throws none. */
export function createEngine(options: EngineOptions) {
  const { schema, modules, plugins } = options
  const yoga = new YogaServer({
    schema,
    context: ({ request }) => createContext(request as unknown as HttpRequest, modules),
    plugins: [useRules(options), ...plugins],
    logging: false,
    // Nothing is masked here because nothing leaves here: failures.ts is the one way out.
    maskedErrors: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    maxRequestBodySize: false,
  })

  return async (request: HttpRequest, params: GraphQLParams): Promise<ExecutionResult> => {
    const result = await yoga.getResultForParams({ params, request: request as never }, {})
    return result as ExecutionResult
  }
}

function useRules({ schema, limits, introspection, hotAfter }: EngineOptions): Plugin {
  // graphql 17's own executor takes half the time of the one that yoga brings.
  const execute = createExecute({ schema, hotAfter, hideSuggestions: !introspection })

  return {
    onParse({ setParseFn }) {
      setParseFn((source) => parseWithin(limits.tokens, source))
      return ({ result, context: { params, request } }) => {
        if (!(result instanceof Error)) checkOperation(result, params.operationName, request.method)
      }
    },

    onValidate({ setValidationFn, addValidationRule }) {
      setValidationFn((schema, document, rules) => {
        const excess = findExcess(schema, document, limits)
        if (excess.length > 0) return excess
        return validate(schema, document, rules, {
          maxErrors: 20,
          // A suggestion tells names of the schema.
          hideSuggestions: !introspection,
        })
      })
      if (!introspection) addValidationRule(noIntrospection)
    },

    onExecute({ setExecuteFn }) {
      setExecuteFn(execute)
    },
  }
}

function parseWithin(maxTokens: number, source: Parameters<typeof parse>[0]): DocumentNode {
  try {
    return parse(source, { maxTokens })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const { message, source, positions } = error
    const factory = message.includes(`more than ${maxTokens} tokens`)
      ? errors.GRAPHQL_TOO_MANY_TOKENS
      : errors.GRAPHQL_PARSE_FAILED
    throw new GraphQLError(message, { source, positions, originalError: factory(message) })
  }
}

const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    if (!['__schema', '__type'].includes(node.name.value)) return
    context.reportError(toGraphqlError(errors.GRAPHQL_INTROSPECTION_OFF(), node))
  },
})

function checkOperation(document: DocumentNode, name: string | undefined, method: string) {
  const operation = getOperationAST(document, name)
  if (!operation) {
    fail(errors.GRAPHQL_OPERATION_NOT_FOUND(name ? undefined : 'Name one of them in operationName'))
  }
  if (operation.operation !== 'query' && method !== 'POST') {
    fail(
      kernelErrors.METHOD_NOT_ALLOWED({
        detail: 'Only a query can be asked for with GET',
        headers: { allow: 'POST' },
      }),
    )
  }
}

function fail(error: AppError): never {
  throw toGraphqlError(error)
}
