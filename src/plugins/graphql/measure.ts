/**
 * Measures a document without running it.
 *
 * @module
 */
import {
  getNamedType,
  isCompositeType,
  isListType,
  getNullableType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { maxPage } from '#framework/graphql/paginate.ts'

/** What a document asks for, with its fragments written out. */
export interface Extent {
  depth: number
  aliases: number
  directives: number
  rootFields: number
  cost: number
}

type Type = GraphQLNamedType | undefined

/** A list that says nothing of its length is taken to have ten entries. */
const unknownLength = 10

const nothing: Extent = { depth: 0, aliases: 0, directives: 0, rootFields: 0, cost: 0 }

/** Makes the function that measures the operations of a document, each fragment only once. */
export function createMeasure(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
): (operation: OperationDefinitionNode) => Extent {
  const fragments = new Map(
    definitions.flatMap((it) => (it.kind === 'FragmentDefinition' ? [[it.name.value, it]] : [])),
  )
  const measured = new Map<string, Extent>()

  function measureSet({ selections }: SelectionSetNode, parent: Type, sized: boolean): Extent {
    return selections.map((it) => measureSelection(it, parent, sized)).reduce(add, nothing)
  }

  function measureSelection(node: SelectionNode, parent: Type, sized: boolean): Extent {
    const directives = { ...nothing, directives: node.directives?.length ?? 0 }
    if (node.kind === 'Field') return add(directives, measureField(node, parent, sized))
    if (node.kind === 'FragmentSpread') {
      return add(directives, measureFragment(node.name.value, sized))
    }
    const type = node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent
    return add(directives, measureSet(node.selectionSet, type, sized))
  }

  function measureField(node: FieldNode, parent: Type, sized: boolean): Extent {
    const own = { ...nothing, depth: 1, aliases: node.alias ? 1 : 0, rootFields: 1, cost: 1 }
    // graphql-js has a rule of its own against deep introspection.
    if (!node.selectionSet || node.name.value.startsWith('__')) return own

    const field = isCompositeType(parent) ? schema.getField(parent, node.name.value) : undefined
    const asked = findLength(node, field)
    const isList = field !== undefined && isListType(getNullableType(field.type))
    // The entries of a connection are as many as its own `first` says.
    const length = asked ?? (isList && !sized ? unknownLength : 1)
    const type = field && getNamedType(field.type)
    const below = measureSet(node.selectionSet, type, asked !== undefined && !isList)

    return {
      depth: 1 + below.depth,
      aliases: own.aliases + below.aliases,
      directives: below.directives,
      rootFields: 1,
      cost: 1 + length * below.cost,
    }
  }

  function measureFragment(name: string, sized: boolean): Extent {
    const fragment: FragmentDefinitionNode | undefined = fragments.get(name)
    if (!fragment) return nothing
    const key = `${name} ${sized}`
    const known = measured.get(key)
    if (known) return known

    // A fragment within itself counts for nothing here; validation refuses it.
    measured.set(key, nothing)
    const type = schema.getType(fragment.typeCondition.name.value)
    const extent = measureSet(fragment.selectionSet, type, sized)
    measured.set(key, extent)
    return extent
  }

  return ({ operation, selectionSet, directives }) =>
    add(
      { ...nothing, directives: directives?.length ?? 0 },
      measureSet(selectionSet, schema.getRootType(operation) ?? undefined, false),
    )
}

function add(one: Extent, other: Extent): Extent {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    rootFields: one.rootFields + other.rootFields,
    cost: one.cost + other.cost,
  }
}

/** How many entries a field is asked for; undefined when it takes no such argument. */
function findLength(node: FieldNode, field?: GraphQLField<unknown, unknown>): number | undefined {
  const argument = field?.args.find(({ name }) => name === 'first' || name === 'limit')
  if (!argument) return undefined

  const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value
  const value = given ?? argument.default?.literal
  // Documents are measured once and kept, whatever their variables: so these count at their largest.
  return value?.kind === 'IntValue' ? Math.max(1, Number(value.value)) : maxPage
}
