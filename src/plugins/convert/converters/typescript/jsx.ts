/**
 * TypeScript with JSX, by Sucrase: Node's own transform knows no JSX.
 *
 * @module
 */
import { getFormattedTokens, transform } from 'sucrase'
import { Refusal } from '../../program/serve.ts'
import { toPlace } from '../../program/text.ts'

/** @throws Refusal, with the place */
export function transformJsx(source: string, jsxRuntime: 'automatic' | 'classic'): string {
  try {
    requireNoNamespaces(source)
    return transform(source, {
      transforms: ['typescript', 'jsx'],
      jsxRuntime,
      production: true,
      disableESTransforms: true,
    }).code
  } catch (error) {
    throw error instanceof Refusal ? error : toRefusal(error as SourceError)
  }
}

type SourceError = Error & { loc?: { line: number; column: number } }

// Sucrase would leave them out without a word.
function requireNoNamespaces(source: string): void {
  if (!/\b(namespace|module)\b/.test(source)) return
  const tokens = getFormattedTokens(source, { transforms: ['typescript', 'jsx'] }).split('\n')
  const found = tokens.find((token, index) => {
    const isOne = /^\S+ +name +(namespace|module) .*isType/.test(token)
    const isNamed = /^\S+ +name /.test(tokens[index + 1] ?? '')
    return isOne && isNamed && !/^\S+ +declare /.test(tokens[index - 1]!)
  })
  if (!found) return
  const [line, column] = found.split(/\D/, 2).map(Number) as [number, number]
  throw toRefusal({ message: 'Namespaces cannot be had together with JSX', loc: { line, column } })
}

function toRefusal({ message, loc }: Pick<SourceError, 'message' | 'loc'>): Refusal {
  const told = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '')
  if (!loc) return new Refusal(told)
  const path = toPlace(loc.line, loc.column)
  return new Refusal(`${told} (${path})`, { errors: [{ path, message: told }] })
}
