/**
 * The program of the converter: `stripTypeScriptTypes`, which is in Node (SWC in WebAssembly).
 *
 * @module
 */
import { Refusal, serve } from '../../program/serve.ts'
import { stripTypeScriptTypes } from 'node:module'
import { toText } from '../../program/text.ts'

serve((input, { mode }: { mode: 'transform' | 'strip' }) => {
  const source = input.toString()
  try {
    return toText('text/javascript', stripTypeScriptTypes(source, { mode }))
  } catch (error) {
    throw new Refusal((error as Error).message.split('\n')[0]!.slice(0, 300))
  }
})
