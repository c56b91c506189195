/**
 * Reads a bundle: which doors it makes, and what is done with them by what can run.
 *
 * @module
 */
import { toConstant } from './constant.ts'
import { methods, methodsOf, type Definition } from './doors.ts'
import { createFlow, type Use, type Value } from './flow.ts'
import { readIndexes, type Indexes } from './indexes.ts'
import { kindOf } from './kernel.ts'
import { findReached, isExportList, type Known } from './reach.ts'
import { isFunction, keyOf, textOf, type AnyNode, type Syntax, type Variable } from './syntax.ts'

/** A method of a door that may be called. */
export interface DoorUse {
  definition: Definition
  /** `table.get`. */
  method: string
  /** Queries: what they look in. */
  indexes: Indexes
}

/** What a bundle does. */
export interface Reading {
  uses: readonly DoorUse[]
  /** What can run. */
  reached: ReadonlySet<AnyNode>
}

export function readProgram(syntax: Syntax): Reading {
  const modules = listModules(syntax)
  let known: Known = { methods: new Set(), exports: new Set() }
  // Each round may find that something runs which makes, or uses, another door.
  for (;;) {
    const reached = findReached(syntax, known)
    const taken = followAll(syntax, reached, modules)
    const uses = taken.flatMap((use) => toDoorUses(use, syntax))
    const next: Known = {
      methods: new Set(uses.map(({ method }) => method)),
      exports: new Set(taken.flatMap(toExports)),
    }
    const isSettled =
      next.methods.size === known.methods.size && next.exports.size === known.exports.size
    if (isSettled) return { uses, reached }
    known = next
  }
}

type Modules = ReadonlyMap<Variable, ReadonlyMap<string, AnyNode>>

/** The modules that have an object of their exports: `__export(orders_exports, { find: () => find })`. */
function listModules(syntax: Syntax): Modules {
  const modules = new Map<Variable, Map<string, AnyNode>>()
  const waiting = [syntax.root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isExportList(node)) {
      const [target, list] = node.arguments
      const variable = target && syntax.variableOf(target)
      if (variable && list?.type === 'ObjectExpression') modules.set(variable, toExported(list))
    } else if (!isFunction(node)) waiting.push(...syntax.childrenOf(node))
  }
  return modules
}

function toExported(list: Extract<AnyNode, { type: 'ObjectExpression' }>): Map<string, AnyNode> {
  return new Map(
    list.properties.flatMap((property) => {
      const name = keyOf(property)
      const getter = property.type === 'Property' && property.value
      const isArrow = getter && getter.type === 'ArrowFunctionExpression'
      return name !== undefined && isArrow ? [[name, getter.body]] : []
    }),
  )
}

function followAll(syntax: Syntax, reached: ReadonlySet<AnyNode>, modules: Modules) {
  const flow = createFlow(syntax, reached)
  for (const node of reached) {
    const kind = kindOf(node, syntax)
    const parent = kind && syntax.parentOf(node)
    if (!parent || (isFunction(parent) && parent.id === node)) continue
    const isCalled = parent.type === 'CallExpression' && parent.callee === node
    if (isCalled)
      flow.follow(parent, { kind: 'door', definition: toDefinition(kind, parent, syntax) })
    // Whoever has it by another name makes what nobody can read.
    else flow.escape({ kind: 'door', definition: { kind, ...unread } }, node)
  }
  for (const [variable, exports] of modules) {
    const value: Value = { kind: 'module', exports }
    for (const reference of variable.references) {
      const node = reference.identifier as AnyNode
      const parent = syntax.parentOf(node)
      const isList = parent !== undefined && isExportList(parent)
      if (reference.isRead() && reached.has(node) && !isList) flow.follow(node, value)
    }
  }
  return flow.uses
}

const unread = { name: undefined, version: true, ttl: true }

function toDefinition(kind: Definition['kind'], call: AnyNode, syntax: Syntax): Definition {
  const [name, options] = call.type === 'CallExpression' ? call.arguments : []
  const settings = options && toConstant(options, syntax)
  const properties = settings?.type === 'ObjectExpression' ? settings.properties : undefined
  // What cannot be read may be so.
  const isSaid = (key: string) =>
    !properties || properties.some((it) => it.type !== 'Property' || keyOf(it) === key)
  return {
    kind,
    name: name && textOf(toConstant(name, syntax)),
    version: isSaid('version'),
    ttl: isSaid('ttl'),
  }
}

function toDoorUses({ value, key, at }: Use, syntax: Syntax): DoorUse[] {
  if (value.kind === 'module') return []
  const { definition } = value
  const prefix = value.kind === 'ops' ? 'table.ops.' : `${definition.kind}.`
  const names = key === undefined ? methodsIn(value) : [`${prefix}${key}`]
  return names
    .filter((name) => name in methods)
    .map((method) => ({
      definition,
      method,
      indexes: method === 'table.query' ? indexesAt(at, syntax) : [undefined],
    }))
}

function methodsIn({ kind, definition }: Exclude<Value, { kind: 'module' }>): string[] {
  const all = methodsOf(definition.kind)
  return kind === 'ops' ? all.filter((name) => name.startsWith('table.ops.')) : all
}

function indexesAt(at: AnyNode, syntax: Syntax): Indexes {
  const call = syntax.parentOf(at)
  const isCalled = call?.type === 'CallExpression' && call.callee === at
  return isCalled ? readIndexes(call.arguments[0], syntax) : 'all'
}

function toExports({ value, key }: Use): AnyNode[] {
  if (value.kind !== 'module') return []
  if (key === undefined) return [...value.exports.values()]
  const exported = value.exports.get(key)
  return exported ? [exported] : []
}
