/**
 * What the cases run against: the local databases, one that runs already, and AWS.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { startDatabase } from '../../framework/local/database.ts'
import { known } from './known.ts'
import type { Target } from './wire.ts'

export interface Engine {
  /** In the report. */
  name: string
  /** Why it is left out, and what to do about it. */
  skipped?: string
  /** What differs is told, and is no failure of the run. */
  isCompared?: boolean
  /** Milliseconds for what it does later. */
  patience: number
  isReal?: boolean
  /** Where it differs for reasons that are known, and must go on to. */
  known?: Readonly<Record<string, string>>
  start: () => Promise<{ target: Target; stop: () => Promise<void> }>
}

const env = process.env
const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
const local = { region, accessKeyId: 'local', secretAccessKey: 'local' }

/** In the order of the report. */
export function listEngines(): Engine[] {
  const endpoint = env['DYNAMODB_ENDPOINT']
  if (endpoint) {
    const start = async () => ({ target: { ...local, endpoint }, stop: async () => {} })
    return [{ name: endpoint, patience: 2000, start }]
  }
  return [
    {
      name: `dynoxide ${version(`@dynoxide/${process.platform}-${process.arch}`)}`,
      patience: 500,
      known,
      start: () => startLocal('dynoxide'),
    },
    {
      name: `dynalite ${version('dynalite')}`,
      patience: 100,
      isCompared: true,
      start: () => startLocal('dynalite'),
    },
    toReal(),
  ]
}

async function startLocal(engine: 'dynoxide' | 'dynalite') {
  const database = await startDatabase({ port: 0, ...(engine === 'dynalite' && { engine }) })
  if (database.engine !== engine) {
    await database.stop()
    throw new Error(`[conformance] ${engine} is not on this machine: ${database.engine} came up.`)
  }
  return { target: { ...local, endpoint: database.endpoint }, stop: database.stop }
}

function toReal(): Engine {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  const sessionToken = env['AWS_SESSION_TOKEN']
  const skipped = !env['CONFORMANCE_REAL']
    ? 'not asked for: npm run test:conformance -- --real'
    : !accessKeyId || !secretAccessKey
      ? 'no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
      : undefined
  return {
    name: 'Amazon DynamoDB',
    patience: 60_000,
    isReal: true,
    ...(skipped && { skipped }),
    async start() {
      const endpoint = `https://dynamodb.${region}.amazonaws.com`
      const keys = { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey!, sessionToken }
      return { target: { endpoint, region, ...keys }, stop: async () => {} }
    },
  }
}

function version(name: string): string {
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`)
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  } catch {
    return ''
  }
}
