/**
 * What a query asks for, looked up once: of each object its fields, with fragments written out, and
 * how the value of each is brought into shape.
 *
 * @module
 */
import {
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

/** An operation, ready to be executed. */
export interface Plan {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: Record<string, FragmentDefinitionNode>
  root: ObjectPlan
}

export interface ObjectPlan {
  type: GraphQLObjectType
  fields: readonly FieldPlan[]
}

export interface FieldPlan {
  /** Its name in the answer. */
  key: string
  name: string
  definition: GraphQLField<unknown, unknown>
  /** All places of the document that ask for it. The first one has the arguments. */
  nodes: readonly FieldNode[]
  parent: GraphQLObjectType
  shape: Shape
  /** A value of the object itself: no resolver, no arguments, nothing below. */
  isPlain: boolean
}

export type Shape =
  | { kind: 'non-null'; of: Shape }
  | { kind: 'list'; of: Shape }
  | { kind: 'leaf'; type: GraphQLLeafType }
  | { kind: 'object'; object: ObjectPlan }

/** A plan is larger than its document where that uses a fragment many times. */
const mostFields = 1000

/**
 * Plans one operation of a valid document.
 *
 * @returns undefined for what is left to graphql-js: all but queries; directives in the document
 *   (`@skip`, `@include`); interfaces and unions; introspection;
 *   more than 1,000 fields
 */
export function createPlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Plan | undefined {
  const type = schema.getQueryType()
  if (operation.operation !== 'query' || operation.directives?.length || !type) return undefined

  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  }
  const root = planObject({ schema, fragments, fields: 0 }, type, [operation.selectionSet])
  return root && { schema, operation, fragments, root }
}

interface Sources extends Pick<Plan, 'schema' | 'fragments'> {
  /** So many are planned already. */
  fields: number
}

function planObject(
  sources: Sources,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): ObjectPlan | undefined {
  // Some of them ask the value itself whether it is one.
  if (type.isTypeOf) return undefined
  const nodes = new Map<string, FieldNode[]>()
  const seen = new Set<string>()
  if (!sets.every((set) => collect(sources, type, set, nodes, seen))) return undefined

  const fields: FieldPlan[] = []
  for (const [key, group] of nodes) {
    const field = planField(sources, type, key, group)
    if (!field) return undefined
    fields.push(field)
  }
  return { type, fields }
}

/** Adds the fields of a selection in the order of the answer. @returns whether all can be planned */
function collect(
  sources: Sources,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  nodes: Map<string, FieldNode[]>,
  seen: Set<string>,
): boolean {
  return selections.every((node) => {
    if (node.directives?.length) return false
    if (node.kind === Kind.FIELD) {
      const key = (node.alias ?? node.name).value
      const group = nodes.get(key)
      if (group) group.push(node)
      else nodes.set(key, [node])
      // As a key of a plain object this would be its prototype.
      return key !== '__proto__'
    }
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition?.name.value
      return (
        !fits(sources, type, condition) || collect(sources, type, node.selectionSet, nodes, seen)
      )
    }
    const name = node.name.value
    if (seen.has(name)) return true
    seen.add(name)
    const fragment = sources.fragments[name]
    if (!fragment || fragment.directives?.length || node.arguments?.length) return false
    if (fragment.variableDefinitions?.length) return false
    const condition = fragment.typeCondition.name.value
    return (
      !fits(sources, type, condition) || collect(sources, type, fragment.selectionSet, nodes, seen)
    )
  })
}

function fits({ schema }: Sources, type: GraphQLObjectType, name: string | undefined): boolean {
  if (name === undefined || name === type.name) return true
  const condition = schema.getType(name)
  return isAbstractType(condition) && schema.isSubType(condition, type)
}

function planField(
  sources: Sources,
  parent: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): FieldPlan | undefined {
  if (++sources.fields > mostFields) return undefined
  const name = nodes[0]!.name.value
  const isMeta = name.startsWith('__')
  if (isMeta && name !== TypeNameMetaFieldDef.name) return undefined
  const definition = isMeta ? TypeNameMetaFieldDef : parent.getFields()[name]
  if (!definition) return undefined

  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
  const shape = planShape(sources, definition.type, sets)
  if (!shape) return undefined
  const isLeaf = (shape.kind === 'non-null' ? shape.of : shape).kind === 'leaf'
  const isPlain = isLeaf && !definition.resolve && definition.args.length === 0
  return { key, name, definition, nodes, parent, shape, isPlain }
}

function planShape(
  sources: Sources,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
): Shape | undefined {
  if (isNonNullType(type)) {
    const of = planShape(sources, type.ofType, sets)
    return of && { kind: 'non-null', of }
  }
  if (isListType(type)) {
    const of = planShape(sources, type.ofType, sets)
    return of && { kind: 'list', of }
  }
  if (isLeafType(type)) return { kind: 'leaf', type }
  if (!isObjectType(type)) return undefined
  const object = planObject(sources, type, sets)
  return object && { kind: 'object', object }
}
