/**
 * A part of the GraphQL schema: `src/shared/<noun>.graphql.ts`, or `graphql.ts` of a service.
 *
 * Nothing of graphql is loaded here: the graphql service does that, if it is plugged in.
 *
 * @module
 */
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core'
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import type { HttpRequest } from './http.ts'

export { paginate, type Connection, type PageArgs } from './graphql/paginate.ts'

/** What each resolver is given as its third argument. One object per request. */
export interface GraphqlContext {
  /** The request as every route gets it: `requireUser(context.request)`. */
  request: HttpRequest
  /**
   * The loader of that name, which lives as long as the request. Keys asked for side by side reach
   * `batch` together and once each, so that a list of 50 costs one read and not 50.
   */
  load: <K extends string | number, V>(name: string, batch: Batch<K, V>) => Loader<K, V>
}

/** Finds the values of many keys, in the order of the keys. */
export type Batch<K, V> = (keys: readonly K[]) => Promise<readonly (V | Error)[]>

export interface Loader<K, V> {
  load: (key: K) => Promise<V>
}

/**
 * Computes one field. Name the types of the source and of the arguments where you use them: GraphQL
 * has checked the arguments against the schema by then.
 */
export type Resolver<Context> = (
  source: never,
  args: never,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown

/** How the values of a scalar are checked and converted, on their way out and in. */
export interface ScalarResolver {
  coerceOutputValue?: (value: unknown) => unknown
  coerceInputValue?: (value: unknown) => unknown
}

export interface GraphqlModule<Extra extends object = object> {
  /** SDL. The root types are there already: write `extend type Query`. */
  typeDefs?: string
  /**
   * By type and field; of scalars how they are converted. A field without one is a property of its
   * source. Objects of a union or an interface carry their `__typename`.
   */
  resolvers?: Record<string, Record<string, Resolver<GraphqlContext & Extra>> | ScalarResolver>
  /** What this module adds to the context of its request. */
  context?: (request: HttpRequest) => Extra | Promise<Extra>
  /** The last word on the composed schema. */
  transform?: (schema: GraphQLSchema) => GraphQLSchema
  /** Trusted documents by their SHA-256, as codegen writes them to `trusted.gen.ts`. */
  documents?: Readonly<Record<string, string>>
}

/** Declares a part of the schema. The default export of its file. */
export function defineModule<Extra extends object = object>(
  module: GraphqlModule<Extra>,
): GraphqlModule {
  // The graphql service makes the context from all modules, so what this one adds will be there.
  return module as GraphqlModule
}

/** A document of the front end, as codegen writes it: it knows the types of its result and variables. */
export interface TypedDocument<Result, Variables> extends DocumentTypeDecoration<
  Result,
  Variables
> {
  /** SHA-256 of the text: by it the server knows the documents that it trusts. */
  id: string
  text: string
}
