/**
 * The GraphQL API as a function from request to response.
 *
 * @module
 */
import type { GraphQLSchema } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { GraphqlModule } from '#framework/graphql.ts'
import { redirect, type HttpRequest, type HttpResponse } from '#framework/http.ts'
import { negotiate, type MediaType } from './accept.ts'
import { refuse, toResponse } from './answer.ts'
import { answerOptions, toCorsHeaders } from './cors.ts'
import { createEngine } from './engine.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { readParams } from './params.ts'
import { composeSchema } from './schema.ts'
import { readHotAfter, type Settings } from './settings.ts'
import { createLookup } from './trusted.ts'

export interface GraphqlOptions extends Partial<Settings> {
  /** The parts of the schema. */
  modules: readonly GraphqlModule[]
  /** Limits that differ from ours. */
  limits?: Partial<Limits>
  /** Plugins of graphql-yoga or envelop. */
  plugins?: readonly Plugin[]
}

export interface Graphql {
  schema: GraphQLSchema
  /** Answers a request; errors too, which is why it throws none. */
  handle: (request: HttpRequest) => Promise<HttpResponse>
}

/**
 * Makes the API.
 *
 * @throws Error when the modules make no schema
 */
export function createGraphql({
  modules,
  introspection = false,
  trustedOnly = false,
  origins = [],
  hotAfter = readHotAfter(),
  limits,
  plugins = [],
}: GraphqlOptions): Graphql {
  const schema = composeSchema(modules)
  const findDocument = createLookup(modules, trustedOnly)
  const run = createEngine({
    schema,
    modules,
    introspection,
    hotAfter,
    limits: { ...defaultLimits, ...limits },
    plugins,
  })

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    let type: MediaType = 'application/json'
    try {
      type = negotiate(request)
      const params = await readParams(request)
      const { documentId: _id, ...rest } = params
      const result = await run(request, { ...rest, query: findDocument(params) })
      return toResponse(result, type, request)
    } catch (error) {
      return refuse([error], type, request)
    }
  }

  return {
    schema,
    async handle(request) {
      if (request.method === 'OPTIONS') return answerOptions(request, origins)
      const explorer = findExplorer(request)
      if (explorer) return redirect(explorer)

      const response = await answer(request)
      Object.assign(response.headers, toCorsHeaders(request, origins))
      return response
    },
  }
}

// Only the twin sets the variable, so that there is no such place when deployed.
function findExplorer(request: HttpRequest): string | undefined {
  const { method, headers, query } = request
  const person = method === 'GET' && headers.get('accept')?.includes('text/html')
  return person && !query.has('query') ? process.env['GRAPHIQL_URL'] : undefined
}
