/**
 * What a name was given once and for all.
 *
 * @module
 */
import type { AnyNode, Syntax } from './syntax.ts'

/** The value of a constant; anything else is answered as it is. */
export function toConstant(node: AnyNode, syntax: Syntax): AnyNode {
  const variable = node.type === 'Identifier' ? syntax.variableOf(node) : undefined
  if (variable?.defs[0]?.type !== 'Variable') return node
  const [only, ...others] = variable.references.filter((it) => it.isWrite())
  const isWhole = only?.writeExpr && !only.partial && others.length === 0
  return isWhole ? (only.writeExpr as AnyNode) : node
}
