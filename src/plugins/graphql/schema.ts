/**
 * One schema of many modules.
 *
 * @module
 */
import {
  buildASTSchema,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  type DefinitionNode,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
} from 'graphql'
import type { GraphqlModule } from '#framework/graphql.ts'
import { base } from './base.ts'
import { protect } from './protect.ts'

/**
 * Composes the schema: the types of all modules, with their resolvers.
 *
 * @throws Error that names each resolver without a field and each root field without a resolver
 */
export function composeSchema(modules: readonly GraphqlModule[]): GraphQLSchema {
  const all = [base, ...modules]
  const definitions = all.flatMap(({ typeDefs }) => toDefinitions(typeDefs))
  const schema = buildASTSchema({ kind: Kind.DOCUMENT, definitions: withMutation(definitions) })

  const problems = all.flatMap(({ resolvers = {} }) => attach(resolvers, schema))
  problems.push(...findUnresolved(schema))
  if (problems.length > 0) throw new Error(problems.map((it) => `[graphql] ${it}`).join('\n'))

  return protect(all.reduce((composed, { transform }) => transform?.(composed) ?? composed, schema))
}

function toDefinitions(typeDefs: string | undefined): readonly DefinitionNode[] {
  return typeDefs ? parse(typeDefs, { noLocation: true }).definitions : []
}

// Modules write `extend type Mutation`; without one of them the type would be empty, which is not valid.
function withMutation(definitions: DefinitionNode[]): DefinitionNode[] {
  const extended = definitions.some(
    (it) => it.kind === Kind.OBJECT_TYPE_EXTENSION && it.name.value === 'Mutation',
  )
  return extended ? [...definitions, ...toDefinitions('type Mutation')] : definitions
}

function attach(
  resolvers: NonNullable<GraphqlModule['resolvers']>,
  schema: GraphQLSchema,
): string[] {
  return Object.entries(resolvers).flatMap(([name, entries]) => {
    const type = schema.getType(name)
    if (isScalarType(type)) return attachToScalar(type, entries)
    if (isObjectType(type)) return attachToFields(type, entries)
    return [`There are resolvers for ${name}, but no such type in the schema.`]
  })
}

function attachToScalar(type: GraphQLScalarType, conversions: object): string[] {
  Object.assign(type, conversions)
  return []
}

function attachToFields(type: GraphQLObjectType, resolvers: object): string[] {
  const fields = type.getFields()
  return Object.entries(resolvers).flatMap(([name, resolve]) => {
    const field = fields[name]
    if (!field) return [`${type.name}.${name} has a resolver, but no field in the schema.`]
    field.resolve = resolve
    return []
  })
}

function findUnresolved(schema: GraphQLSchema): string[] {
  const problems = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter(({ resolve }) => !resolve)
      .map(({ name }) => `${root!.name}.${name} is a field of the schema, but has no resolver.`),
  )
  if (!schema.getSubscriptionType()) return problems
  return [...problems, 'A Lambda behind API Gateway cannot serve type Subscription. Take it out.']
}
