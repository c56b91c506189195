/**
 * Which indexes a query may name.
 *
 * @module
 */
import { toConstant } from './constant.ts'
import { keyOf, textOf, type AnyNode, type Syntax } from './syntax.ts'

/** Names of indexes, undefined for the table itself; `all` where it cannot be read. */
export type Indexes = readonly (string | undefined)[] | 'all'

/** Of `table.query({ index: 'byStatus', … })`, given its first argument. */
export function readIndexes(options: AnyNode | undefined, syntax: Syntax): Indexes {
  return options ? readFrom(options, [undefined], syntax) : 'all'
}

/** @param before - what the properties before it have said */
function readFrom(node: AnyNode, before: Indexes, syntax: Syntax): Indexes {
  const value = toConstant(node, syntax)
  switch (value.type) {
    case 'ObjectExpression':
      return value.properties.reduce<Indexes>((so, it) => readPart(it, so, syntax), before)
    // `...(after && { cursor: after })` adds something, or nothing.
    case 'LogicalExpression':
      return value.operator === '&&' ? either(before, readFrom(value.right, before, syntax)) : 'all'
    case 'ConditionalExpression':
      return either(
        readFrom(value.consequent, before, syntax),
        readFrom(value.alternate, before, syntax),
      )
    default:
      return 'all'
  }
}

function readPart(part: AnyNode, before: Indexes, syntax: Syntax): Indexes {
  if (part.type === 'SpreadElement') return readFrom(part.argument, before, syntax)
  const key = keyOf(part)
  if (key === undefined) return 'all'
  return key === 'index' && part.type === 'Property' ? toNames(part.value, syntax) : before
}

function toNames(node: AnyNode, syntax: Syntax): Indexes {
  const value = toConstant(node, syntax)
  if (value.type === 'ConditionalExpression') {
    return either(toNames(value.consequent, syntax), toNames(value.alternate, syntax))
  }
  const text = textOf(value)
  return text === undefined ? 'all' : [text]
}

function either(one: Indexes, other: Indexes): Indexes {
  return one === 'all' || other === 'all' ? 'all' : [...one, ...other]
}
