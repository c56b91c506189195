/**
 * Where the doors of a bundle go from where they are made: by name, as a parameter, out of a module;
 * and which of their methods are taken there. What is handed on in a way that cannot be followed may
 * be used in every way.
 *
 * @module
 */
import { findCallees, findCalls } from './calls.ts'
import type { Definition } from './doors.ts'
import { isFunction, keyOf, type AnyNode, type Syntax, type Variable } from './syntax.ts'

/** A door, the `ops` of one, or what `import()` answers. */
export type Value =
  | { kind: 'door' | 'ops'; definition: Definition }
  | { kind: 'module'; exports: ReadonlyMap<string, AnyNode> }

/** What is done with a value: a method, or an export, is taken from it. */
export interface Use {
  value: Value
  /** undefined: it cannot be read, so all of them. */
  key: string | undefined
  /** Where it is taken: the node that then is the method. */
  at: AnyNode
}

/** Follows values through what can run. */
export function createFlow(syntax: Syntax, reached: ReadonlySet<AnyNode>) {
  const uses: Use[] = []
  const held = new Map<Variable, Set<Value>>()
  const followers = new Map<Variable, ((value: Value) => void)[]>()
  const followed = new Map<Value, Set<AnyNode>>()

  function follow(node: AnyNode, value: Value): void {
    const seen = followed.get(value) ?? new Set()
    followed.set(value, seen)
    if (seen.has(node)) return
    seen.add(node)
    const parent = syntax.parentOf(node)
    if (parent) followInto(parent, node, value)
  }

  function followInto(parent: AnyNode, node: AnyNode, value: Value): void {
    switch (parent.type) {
      case 'VariableDeclarator':
        return parent.init === node ? bind(parent.id, value) : undefined
      case 'AssignmentExpression':
        if (parent.right !== node) return
        bind(parent.left, value)
        return follow(parent, value)
      case 'MemberExpression':
        return parent.object === node ? take(parent, keyOf(parent), value) : escape(value, parent)
      case 'CallExpression':
        return parent.callee === node ? escape(value, parent) : pass(parent, node, value)
      case 'ReturnStatement':
        return giveBack(parent, value)
      case 'ArrowFunctionExpression':
        return giveBack(node, value)
      case 'AwaitExpression':
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        return follow(parent, value)
      case 'ConditionalExpression':
        return parent.test === node ? undefined : follow(parent, value)
      case 'LogicalExpression':
        return follow(parent, value)
      case 'SequenceExpression':
        return parent.expressions.at(-1) === node ? follow(parent, value) : undefined
      case 'ExpressionStatement':
      case 'IfStatement':
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'ExportSpecifier':
        return
      default:
        return escape(value, parent)
    }
  }

  /** A value gets a name, or its parts get some. */
  function bind(pattern: AnyNode, value: Value): void {
    if (pattern.type === 'AssignmentPattern') return bind(pattern.left, value)
    if (pattern.type === 'ObjectPattern') {
      for (const part of pattern.properties) {
        if (part.type === 'RestElement') escape(value, part)
        else take(part.value, keyOf(part), value)
      }
      return
    }
    const variable = pattern.type === 'Identifier' && syntax.variableOf(pattern)
    if (variable) hold(variable, value)
    else escape(value, pattern)
  }

  function hold(variable: Variable, value: Value): void {
    const values = held.get(variable) ?? new Set()
    held.set(variable, values)
    if (values.has(value)) return
    values.add(value)
    for (const tell of followers.get(variable) ?? []) tell(value)
    for (const reference of variable.references) {
      const node = reference.identifier as AnyNode
      if (reference.isRead() && reached.has(node)) follow(node, value)
    }
  }

  /** Something is taken out of a value; `at` is where it then is, or the name it gets. */
  function take(at: AnyNode, key: string | undefined, value: Value): void {
    // What a promise answers: `import('./orders.ts').then((orders) => …)`.
    if (key === 'then' && at.type === 'MemberExpression') return takeAnswer(at, value)
    uses.push({ value, key, at })
    if (value.kind === 'door' && key === 'ops') {
      return go(at, { kind: 'ops', definition: value.definition })
    }
    if (value.kind !== 'module' || key === undefined) return
    const exported = value.exports.get(key)
    const variable = exported && syntax.variableOf(exported)
    if (variable) observe(variable, (found) => go(at, found))
  }

  function takeAnswer(member: AnyNode, value: Value): void {
    const call = syntax.parentOf(member)
    const [callback] = call?.type === 'CallExpression' ? call.arguments : []
    if (!callback || !isFunction(callback)) return escape(value, member)
    if (callback.params[0]) bind(callback.params[0], value)
  }

  function go(at: AnyNode, value: Value): void {
    if (at.type === 'MemberExpression') follow(at, value)
    else bind(at, value)
  }

  function observe(variable: Variable, tell: (value: Value) => void): void {
    followers.set(variable, [...(followers.get(variable) ?? []), tell])
    for (const value of held.get(variable) ?? []) tell(value)
  }

  function pass(call: AnyNode, argument: AnyNode, value: Value): void {
    if (call.type !== 'CallExpression') return
    const place = call.arguments.indexOf(argument as (typeof call.arguments)[number])
    const [callee, ...others] = findCallees(call.callee, syntax)
    const isSpread = call.arguments.slice(0, place).some(({ type }) => type === 'SpreadElement')
    if (!callee || others.length > 0 || isSpread) return escape(value, call)
    const parameter = callee.params[place]
    if (parameter) bind(parameter, value)
    // A parameter that is not there can still be had by `arguments`.
    else if (callee.type !== 'ArrowFunctionExpression') escape(value, call)
  }

  /** A function answers with a value: whoever calls it has it. */
  function giveBack(node: AnyNode, value: Value): void {
    let around: AnyNode | undefined = node
    while (around && !isFunction(around)) around = syntax.parentOf(around)
    const calls = around && findCalls(around, syntax)
    if (!calls) return escape(value, node)
    for (const call of calls) if (reached.has(call)) follow(call, value)
  }

  function escape(value: Value, at: AnyNode): void {
    uses.push({ value, key: undefined, at })
    if (value.kind !== 'module') return
    for (const exported of value.exports.values()) {
      const variable = syntax.variableOf(exported)
      if (variable) observe(variable, (found) => escape(found, at))
    }
  }

  return { follow, escape, uses: uses as readonly Use[] }
}
