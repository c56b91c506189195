/**
 * Functions: how they are called in messages and in the template.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Lambda } from '../../manifest.ts'

const { getLambdaName, toLogicalID } = createRequire(import.meta.url)('@architect/utils') as {
  getLambdaName: (path: string) => string
  toLogicalID: (name: string) => string
}

/** `get /articles/:slug`, `queues mail-outgoing`. */
export function titleOf({ pragma, name }: Pick<Lambda, 'pragma' | 'name'>): string {
  return pragma === 'http' ? name : `${pragma} ${name}`
}

/** The logical id that Architect gives it in the template. */
export function functionId({ pragma, name, method, path }: Lambda): string {
  switch (pragma) {
    case 'http':
      return `${toLogicalID(`${method}${getLambdaName(path!).replace(/000/g, '')}`)}HTTPLambda`
    case 'scheduled':
      return `${toLogicalID(name)}ScheduleLambda`
    case 'tables-streams':
      return `${toLogicalID(name)}TableStreamLambda`
    default:
      return `${toLogicalID(name)}${pragma === 'events' ? 'Event' : 'Queue'}Lambda`
  }
}

/** Whether it is written in TypeScript, and so is bundled. */
export function hasSource({ src }: Lambda): boolean {
  return existsSync(join(src, 'index.ts'))
}
