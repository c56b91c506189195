/**
 * When a function is another one than before: its bundle, its environment or its limits changed.
 *
 * @module
 */
import { statSync } from 'node:fs'
import { clock } from '../clock.ts'
import type { FunctionSpec } from './types.ts'

/** Milliseconds during which a bundle may still be in the writing. */
const settling = 300

/** Instances of the same version do the same. The chunks' hashes are in the bundle's first file. */
export function toVersion({ handlerFile, env, memory, timeout }: FunctionSpec): string {
  const { mtimeMs = 0, size = 0 } = statSync(handlerFile, { throwIfNoEntry: false }) ?? {}
  return `${mtimeMs} ${size} ${memory} ${timeout} ${toText(env)}`
}

// The environment of a function is one object until the manifest changes.
const texts = new WeakMap<object, string>()

function toText(env: FunctionSpec['env']): string {
  const known = texts.get(env)
  if (known !== undefined) return known
  const text = JSON.stringify(env)
  texts.set(env, text)
  return text
}

/** Whether its bundle has been left alone for a while. */
export function isSettled({ handlerFile }: FunctionSpec): boolean {
  const { mtimeMs = 0 } = statSync(handlerFile, { throwIfNoEntry: false }) ?? {}
  // Files are dated by the machine's clock.
  return clock.now() - clock.offset() - mtimeMs > settling
}
