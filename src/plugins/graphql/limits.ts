/**
 * How much one document may ask for. A query language lets a stranger write the programs that a
 * server runs; these limits are what keeps each of them small.
 *
 * @module
 */
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { errors } from './errors.ts'
import { toGraphqlError } from './failures.ts'
import { createMeasure, type Extent } from './measure.ts'

export interface Limits {
  /** Tokens of the document, before anything else is done with it. */
  tokens: number
  /** Levels of fields. */
  depth: number
  /** Fields under another name: the way to ask for one thing many times. */
  aliases: number
  directives: number
  /** Fields of the operation itself. Each can be a read or a write of its own. */
  rootFields: number
  /** Fields that the answer may have, each counted as often as the lists around it are long. */
  cost: number
}

export const defaultLimits: Limits = {
  tokens: 1_000,
  depth: 12,
  aliases: 30,
  directives: 30,
  rootFields: 10,
  cost: 5_000,
}

/**
 * Compares a document with the limits; one error for each that it breaks.
 *
 * This runs before validation, which some documents can keep busy for seconds: it visits each part of
 * the document once, however often that is used.
 */
export function findExcess(
  schema: GraphQLSchema,
  document: DocumentNode,
  limits: Limits,
): GraphQLError[] {
  const measure = createMeasure(schema, document)

  return document.definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition'
      ? compare(measure(definition), limits, definition)
      : [],
  )
}

function compare(extent: Extent, limits: Limits, operation: OperationDefinitionNode) {
  return checks.flatMap(([key, factory, what]) =>
    extent[key] > limits[key]
      ? [toGraphqlError(factory(`${what}: ${extent[key]}; at most ${limits[key]}`), operation)]
      : [],
  )
}

const checks = [
  ['depth', errors.GRAPHQL_TOO_DEEP, 'Levels of fields'],
  ['aliases', errors.GRAPHQL_TOO_MANY_ALIASES, 'Aliases'],
  ['directives', errors.GRAPHQL_TOO_MANY_DIRECTIVES, 'Directives'],
  ['rootFields', errors.GRAPHQL_TOO_MANY_ROOT_FIELDS, 'Fields of the operation'],
  ['cost', errors.GRAPHQL_TOO_COSTLY, 'Fields in the answer'],
] as const
