/**
 * When a function is another one than before: its bundle, its environment or its limits changed.
 *
 * @module
 */
import { statSync } from 'node:fs'
import type { FunctionSpec } from './types.ts'

/** Milliseconds during which a bundle may still be in the writing. */
const settling = 300

/** Instances of the same version do the same. The chunks' hashes are in the bundle's first file. */
export function toVersion({ handlerFile, env, memory, timeout }: FunctionSpec): string {
  const { mtimeMs = 0, size = 0 } = statSync(handlerFile, { throwIfNoEntry: false }) ?? {}
  return `${mtimeMs} ${size} ${memory} ${timeout} ${JSON.stringify(env)}`
}

/** Whether its bundle has been left alone for a while. */
export function isSettled({ handlerFile }: FunctionSpec): boolean {
  const { mtimeMs = 0 } = statSync(handlerFile, { throwIfNoEntry: false }) ?? {}
  return Date.now() - mtimeMs > settling
}
