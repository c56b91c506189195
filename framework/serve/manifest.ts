/**
 * What the server is told of the project: written at build time, so that neither Architect nor
 * `app.arc` is needed where it runs.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EnvDeclaration } from '../env.ts'
import type { Lambda } from '../manifest.ts'
import type { Part } from './parts.ts'

/** One function: as Architect describes it, as far as that matters at run time. */
export type ServedFunction = Pick<
  Lambda,
  'pragma' | 'name' | 'method' | 'path' | 'batchSize' | 'batchWindow' | 'fifo'
> &
  Pick<Lambda, 'rate' | 'cron' | 'timezone'> & {
    /** Its bundle, from the folder of the manifest. */
    file: string
    /** As CloudFormation knows it: `GetIndexHTTPLambda`. */
    logicalId: string
    /** MB. */
    memory: number
    /** Seconds that one event may take. */
    timeout: number
    /** Of a function that hears events. */
    topic?: string
  }

export interface ServeManifest {
  app: string
  /** What the names of its stacks begin with. */
  stackPrefix: string
  version: string
  region?: string
  /** What `app.arc` gives to the container. */
  parts: Part[]
  functions: ServedFunction[]
  /** Names of the environment that hold physical names, by logical id: `{ ArticlesTable: 'TABLE_ARTICLES' }`. */
  names: Record<string, string>
  env: WrittenEnv
}

/** Variables that kernel and services declare, their patterns as text. */
type WrittenEnv = Record<
  string,
  Omit<EnvDeclaration[string], 'pattern'> & { pattern?: [source: string, flags: string] }
>

const name = 'manifest.json'

/** The manifest of a folder that `buildForServe` has made. */
export function readServeManifest(folder: string): ServeManifest {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as ServeManifest
}

export const manifestFile = (folder: string) => join(folder, name)

/** A declaration, to be written as JSON. */
export function writeEnv(declared: EnvDeclaration): WrittenEnv {
  const entries = Object.entries(declared).map(([name, { pattern, ...rest }]) => [
    name,
    { ...rest, ...(pattern && { pattern: [pattern.source, pattern.flags] }) },
  ])
  return Object.fromEntries(entries) as WrittenEnv
}

/** A declaration, read again. */
export function readEnv(written: WrittenEnv): EnvDeclaration {
  const entries = Object.entries(written).map(([name, { pattern, ...rest }]) => [
    name,
    { ...rest, ...(pattern && { pattern: new RegExp(...pattern) }) },
  ])
  return Object.fromEntries(entries) as EnvDeclaration
}
