/**
 * The program of the converter: `stripTypeScriptTypes`, which is in Node (SWC in WebAssembly), or
 * Sucrase where there is JSX.
 *
 * @module
 */
import { Refusal, serve } from '../../program/serve.ts'
import { stripTypeScriptTypes } from 'node:module'
import { toPlace, toText } from '../../program/text.ts'
import { transformJsx } from './jsx.ts'

interface Options {
  mode: 'transform' | 'strip'
  jsx: 'none' | 'automatic' | 'classic'
}

serve((input, { mode, jsx }: Options) => {
  const source = input.toString()
  if (jsx !== 'none') return toText('text/javascript', transformJsx(source, jsx))
  try {
    return toText('text/javascript', stripTypeScriptTypes(source, { mode }))
  } catch (error) {
    throw toRefusal(error as Error)
  }
})

// Node tells the place in the lines before the stack alone: `:2`, the source, and an arrow under it.
function toRefusal({ message, stack = '' }: Error): Refusal {
  const told = message.split('\n')[0]!.slice(0, 300)
  const [, line, shown] = /^:(\d+)\n([\s\S]*?)\n\s*SyntaxError/.exec(stack) ?? []
  if (line === undefined) return new Refusal(told)
  const arrow = shown!.split('\n').find((it) => /^ *\^+$/.test(it))
  const path = toPlace(Number(line), arrow === undefined ? arrow : arrow.indexOf('^') + 1)
  return new Refusal(`${told} (${path})`, { errors: [{ path, message: told }] })
}
