/**
 * Who calls whom.
 *
 * @module
 */
import { functionsOf } from './reach.ts'
import { isFunction, keyOf, type AnyNode, type FunctionNode } from './syntax.ts'
import type { Syntax, Variable } from './syntax.ts'

/** The functions that may be called there; none where that cannot be told. */
export function findCallees(callee: AnyNode, syntax: Syntax): FunctionNode[] {
  if (isFunction(callee)) return [callee]
  const variable = callee.type === 'Identifier' && syntax.variableOf(callee)
  return variable && isOnlyFunctions(variable) ? functionsOf(variable).filter(isFunction) : []
}

/** Every place where a function is called; undefined where it may be called elsewhere, too. */
export function findCalls(around: FunctionNode, syntax: Syntax): AnyNode[] | undefined {
  const parent = syntax.parentOf(around)
  // `Promise.resolve().then(() => …)`, as esbuild writes `import()`.
  if (parent?.type === 'CallExpression') {
    const { callee } = parent
    return callee.type === 'MemberExpression' && keyOf(callee) === 'then' ? [parent] : undefined
  }
  const name = nameOf(around, parent)
  const variable = name && syntax.variableOf(name)
  if (!variable) return undefined
  const named = variable.references.filter((it) => it.isRead())
  const calls = named.map(({ identifier }) => {
    const call = syntax.parentOf(identifier as AnyNode)
    return call?.type === 'CallExpression' && call.callee === identifier ? call : undefined
  })
  return calls.every((call) => call !== undefined) ? calls : undefined
}

// Of a parameter, or what is given something else as well, nobody knows what it does.
function isOnlyFunctions({ defs, references }: Variable): boolean {
  const isDeclared = defs.every(({ type }) => type === 'FunctionName' || type === 'Variable')
  const writes = references.filter((it) => it.isWrite())
  return isDeclared && writes.every((it) => it.writeExpr && isFunction(it.writeExpr as AnyNode))
}

function nameOf(node: FunctionNode, parent: AnyNode | undefined): AnyNode | undefined {
  if (node.type === 'FunctionDeclaration') return node.id ?? undefined
  if (parent?.type === 'VariableDeclarator') return parent.id
  return parent?.type === 'AssignmentExpression' ? parent.left : undefined
}
