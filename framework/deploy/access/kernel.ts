/**
 * The kernel's own functions, found in a bundle: by the module above which esbuild wrote their file.
 *
 * @module
 */
import { methodHolders, makers, type Definition } from './doors.ts'
import { isFunction, type AnyNode, type FunctionNode, type Syntax } from './syntax.ts'

/** The kind of door that a name makes when it is called; undefined for any other name. */
export function kindOf(node: AnyNode, syntax: Syntax): Definition['kind'] | undefined {
  return makers.find((maker) => isNameOf(node, maker, syntax))?.kind
}

/** Whether a node names that function of the kernel. */
export function isNameOf(
  node: AnyNode,
  it: { file: string; name: string },
  syntax: Syntax,
): boolean {
  if (node.type !== 'Identifier') return false
  const defs = syntax.variableOf(node)?.defs ?? []
  const declared = defs.find(({ type }) => type === 'FunctionName')?.node as AnyNode | undefined
  return declared !== undefined && isFunction(declared) && isKernel(declared, it, syntax)
}

/** Whose method a property is, if it is one of a door. */
export function holderOf(
  node: AnyNode,
  syntax: Syntax,
): (typeof methodHolders)[number] | undefined {
  let around = syntax.parentOf(node)
  while (around && !isFunction(around)) around = syntax.parentOf(around)
  return around && methodHolders.find((holder) => isKernel(around, holder, syntax))
}

/** Whether something that can run reads the secrets. */
export function findsSecrets(reached: ReadonlySet<AnyNode>, syntax: Syntax): boolean {
  const reader = { file: 'secrets.ts', name: 'loadSecrets' }
  return [...reached].some((node) => isFunction(node) && isKernel(node, reader, syntax))
}

function isKernel(node: FunctionNode, it: { file: string; name: string }, syntax: Syntax): boolean {
  const { id } = node
  // esbuild adds a number to a name that is taken.
  const isNamedSo = id?.type === 'Identifier' && id.name.replace(/\d+$/, '') === it.name
  return isNamedSo && syntax.kernelFileOf(node) === it.file
}
