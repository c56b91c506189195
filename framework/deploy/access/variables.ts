/**
 * Which environment variables a bundle names, in what can run.
 *
 * @module
 */
import { toConstant } from './constant.ts'
import { isNameOf } from './kernel.ts'
import { keyOf, textOf, type AnyNode, type Syntax } from './syntax.ts'

/** What was found. */
export interface NamedVariables {
  /** Read by name, or known and named in any text. `AWS_ENDPOINT_URL_*`: all that begin so. */
  names: ReadonlySet<string>
  /** The app's own code reads one whose name is computed: it may be any. */
  isAny: boolean
}

/** @param known - variables that somebody declared, or set for a stage */
export function findVariables(
  syntax: Syntax,
  { reached, known }: { reached: ReadonlySet<AnyNode>; known: ReadonlySet<string> },
): NamedVariables {
  const names = new Set<string>()
  let isAny = false
  for (const node of reached) {
    // A helper may read it: `setting('AUTH0_DOMAIN')`.
    const text = textOf(node)
    if (text !== undefined && known.has(text) && !isKey(node, syntax)) names.add(text)
    const resource = toResource(node, syntax)
    if (resource === 'any') isAny = true
    else if (resource !== undefined) names.add(resource)
    if (!isEnvironment(node)) continue

    const read = toRead(node, syntax)
    if (read === 'any') isAny ||= syntax.kernelFileOf(node) === undefined
    else for (const name of read) names.add(name)
  }
  return { names, isAny }
}

/** Of `requireResource('TABLE', 'notes')` in the app's own code, which may then do what it likes with it. */
function toResource(node: AnyNode, syntax: Syntax): string | undefined {
  if (!isNameOf(node, { file: 'resource.ts', name: 'requireResource' }, syntax)) return undefined
  const call = syntax.parentOf(node)
  if (syntax.kernelFileOf(node) !== undefined) return undefined
  const [kind, name] =
    call?.type === 'CallExpression' && call.callee === node
      ? call.arguments.map((it) => textOf(toConstant(it, syntax)))
      : []
  return kind !== undefined && name !== undefined
    ? `${kind}_${name.toUpperCase().replaceAll('-', '_')}`
    : 'any'
}

// Those of a declaration name what there is, and not what is read.
function isKey(node: AnyNode, syntax: Syntax): boolean {
  const parent = syntax.parentOf(node)
  return parent?.type === 'Property' && parent.key === node
}

function isEnvironment(node: AnyNode): boolean {
  if (node.type !== 'MemberExpression' || keyOf(node) !== 'env') return false
  return node.object.type === 'Identifier' && node.object.name === 'process'
}

function toRead(node: AnyNode, syntax: Syntax): string[] | 'any' {
  const parent = syntax.parentOf(node)
  if (parent?.type === 'MemberExpression' && parent.object === node) {
    const key = keyOf(parent)
    if (key !== undefined) return [key]
    const prefix = prefixOf(parent.property)
    return prefix ? [`${prefix}*`] : 'any'
  }
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'ObjectPattern') {
    const keys = parent.id.properties.map(keyOf)
    return keys.every((key) => key !== undefined) ? keys : 'any'
  }
  return parent?.type === 'CallExpression' && isListing(parent) ? [] : 'any'
}

/** `AWS_ENDPOINT_URL_${service}` */
function prefixOf(node: AnyNode): string | undefined {
  return node.type === 'TemplateLiteral' ? node.quasis[0]!.value.raw : undefined
}

// The names of what there is give away nothing that is not there.
function isListing({ callee }: Extract<AnyNode, { type: 'CallExpression' }>): boolean {
  if (callee.type !== 'MemberExpression' || keyOf(callee) !== 'keys') return false
  return callee.object.type === 'Identifier' && callee.object.name === 'Object'
}
