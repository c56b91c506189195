/**
 * What of a bundle can run: what its top level does, and all that is named from there on.
 *
 * @module
 */
import { isFunction, keyOf, type AnyNode, type Syntax, type Variable } from './syntax.ts'
import { holderOf } from './kernel.ts'

/** What is known of the bundle's use so far: it grows from round to round. */
export interface Known {
  /** Methods of doors: `table.get`. */
  methods: ReadonlySet<string>
  /** Exports of modules that are loaded by `import()`. */
  exports: ReadonlySet<AnyNode>
}

/** The nodes that can run. A function does so when something that runs names it. */
export function findReached(syntax: Syntax, known: Known): ReadonlySet<AnyNode> {
  const reached = new Set<AnyNode>()
  const waiting: AnyNode[] = [syntax.root, ...known.exports]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (reached.has(node)) continue
    reached.add(node)
    if (node.type === 'Identifier') {
      const variable = syntax.variableOf(node)
      if (variable) waiting.push(...functionsOf(variable))
      continue
    }
    for (const child of syntax.childrenOf(node)) {
      if (!isKept(child, node) && !isIdle(child, { syntax, known })) waiting.push(child)
    }
  }
  return reached
}

/** The functions that a variable may hold, declared or assigned. */
export function functionsOf({ defs, references }: Variable): AnyNode[] {
  const declared = defs.flatMap(({ type, node }) => {
    const definition = node as AnyNode
    if (type === 'FunctionName') return [definition]
    if (definition.type !== 'VariableDeclarator') return []
    return isNamed(definition.id) && definition.init ? [definition.init] : []
  })
  const assigned = references.flatMap(({ writeExpr, partial }) =>
    writeExpr && !partial ? [writeExpr as AnyNode] : [],
  )
  // A declaration with a value is an assignment, too.
  return [...new Set([...declared, ...assigned])].filter(isDeferred)
}

/** The list of exports of a module that is loaded by `import()`: each runs when it is asked for. */
export function isExportList(node: AnyNode): node is Extract<AnyNode, { type: 'CallExpression' }> {
  return isCallOf(node, /^__export\d*$/)
}

// Held by a name, and run by whoever names it.
function isKept(child: AnyNode, parent: AnyNode): boolean {
  if (child.type === 'FunctionDeclaration') return true
  const target =
    parent.type === 'VariableDeclarator'
      ? parent.id
      : parent.type === 'AssignmentExpression' && parent.left
  // To give a name to something is not yet to use it.
  if (target && isNamed(target)) return child === target || isDeferred(child)
  return isExportList(parent) && child === parent.arguments[1]
}

function isIdle(node: AnyNode, { syntax, known }: { syntax: Syntax; known: Known }): boolean {
  if (node.type !== 'Property' || !isFunction(node.value)) return false
  const holder = holderOf(node, syntax)
  return holder !== undefined && !known.methods.has(`${holder.prefix}${keyOf(node)}`)
}

// esbuild wraps a module that is not to run at once.
function isDeferred(node: AnyNode): boolean {
  return isFunction(node) || isCallOf(node, /^__(esm|commonJS)\d*$/)
}

function isCallOf(node: AnyNode, name: RegExp): boolean {
  const { callee } = node.type === 'CallExpression' ? node : {}
  return callee?.type === 'Identifier' && name.test(callee.name)
}

function isNamed(node: AnyNode): boolean {
  return node.type === 'Identifier'
}
