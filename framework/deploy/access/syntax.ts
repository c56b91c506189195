/**
 * A bundle as a tree: who is whose child, what a name stands for, which file a line came from.
 *
 * @module
 */
import { parse, type AnyNode } from 'acorn'
import { analyze, type Variable } from 'eslint-scope'

export type { AnyNode, Variable }

/** A function of the program, however it is written. */
export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>

/** A bundle, parsed. */
export interface Syntax {
  root: AnyNode
  parentOf: (node: AnyNode) => AnyNode | undefined
  childrenOf: (node: AnyNode) => readonly AnyNode[]
  /** What an identifier stands for; undefined for what is not declared in the bundle. */
  variableOf: (node: AnyNode) => Variable | undefined
  /** For what is in a module of the kernel: its file, `tables.ts`. */
  kernelFileOf: (node: AnyNode) => string | undefined
}

/**
 * @param files - by the names that esbuild writes above each module, in a comment; `undefined` for
 *   modules that are not of the kernel
 */
export function parseBundle(text: string, files: ReadonlyMap<string, string | undefined>): Syntax {
  const headings: { start: number; file: string | undefined }[] = []
  const root = parse(text, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    ranges: true,
    onComment: (isBlock, comment, start) => {
      const module = comment.trim()
      const isHeading = !isBlock && files.has(module) && (text[start - 1] ?? '\n') === '\n'
      if (isHeading) headings.push({ start, file: files.get(module) })
    },
  })
  const variables = listVariables(root)
  linkNodes(root)
  return {
    root,
    parentOf: (node) => (node as Linked).parent,
    childrenOf: (node) => (node as Linked).below ?? none,
    variableOf: (node) => variables.get(node),
    kernelFileOf: ({ start }) => headings.findLast((it) => it.start < start)?.file,
  }
}

const none: readonly AnyNode[] = []

/** Whether something is a function. */
export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** The name behind a dot, or in brackets and quotes. */
export function keyOf(node: AnyNode): string | undefined {
  if (node.type === 'MemberExpression') return toName(node.property, node.computed)
  if (node.type === 'Property') return toName(node.key, node.computed)
  return undefined
}

/** A text that can be read: in quotes, or a template without anything in it. */
export function textOf(node: AnyNode | null | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined
  return node.quasis[0]!.value.cooked ?? undefined
}

function toName(key: AnyNode, isComputed: boolean): string | undefined {
  return !isComputed && key.type === 'Identifier' ? key.name : textOf(key)
}

/** A node that knows its place: of a hundred thousand nodes, maps would be most of the work. */
type Linked = AnyNode & { parent?: AnyNode; below?: readonly AnyNode[] }

function linkNodes(root: AnyNode): void {
  const waiting: AnyNode[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const below = listChildren(node)
    if (below.length === 0) continue
    for (const child of below) {
      ;(child as Linked).parent = node
      waiting.push(child)
    }
    ;(node as Linked).below = below
  }
}

function listChildren(node: AnyNode): AnyNode[] {
  const below: AnyNode[] = []
  for (const key in node) {
    const value = node[key as keyof AnyNode] as unknown
    if (typeof value !== 'object' || value === null || key === 'parent') continue
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) below.push(item)
    } else if (isNode(value)) below.push(value)
  }
  return below
}

function isNode(value: unknown): value is AnyNode {
  return typeof (value as { type?: unknown } | null)?.type === 'string'
}

function listVariables(root: AnyNode): Map<AnyNode, Variable> {
  const variables = new Map<AnyNode, Variable>()
  const { scopes } = analyze(root as never, { ecmaVersion: 2025, sourceType: 'module' })
  for (const scope of scopes) {
    for (const variable of scope.variables) {
      for (const name of variable.identifiers) variables.set(name as AnyNode, variable)
    }
    for (const { identifier, resolved } of scope.references) {
      if (resolved) variables.set(identifier as AnyNode, resolved)
    }
  }
  return variables
}
