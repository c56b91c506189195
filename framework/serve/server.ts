/**
 * Starts the parts that are wanted, and stops them.
 *
 * @module
 */
import { join } from 'node:path'
import { log } from '../log.ts'
import { readStack } from './aws/stack.ts'
import { checkEnvironment } from './environment.ts'
import { loadFunctions } from './functions.ts'
import { startWeb } from './http/server.ts'
import type { ServedFunction, ServeManifest } from './manifest.ts'
import type { ServeOptions } from './options.ts'
import type { Part } from './parts.ts'
import { startConsumer } from './queues/consumer.ts'
import { listSources } from './queues/sources.ts'
import { startSchedules } from './schedules.ts'

export interface Server {
  port: number
  /** Seconds that work under way has to end. */
  grace: number
  /** What is under way. */
  count: () => { requests: number; batches: number; runs: number }
  /** Takes nothing more; resolves when all that is under way has ended. */
  stop: () => Promise<void>
}

/** @throws Error with everything that is missing, a line for each */
export async function startServer(params: {
  folder: string
  manifest: ServeManifest
  options: ServeOptions
}): Promise<Server> {
  const { folder, manifest, options } = params
  const { only: parts = manifest.parts, stack, grace, batches, poll } = options
  const began = performance.now()
  const deployed = stack ? await readStack(stack, manifest) : undefined
  // What the container itself is given wins.
  for (const [name, value] of Object.entries(deployed?.env ?? {})) process.env[name] ??= value
  process.env['ARC_APP_NAME'] ??= manifest.app
  const problems = checkEnvironment(manifest, process.env)
  if (problems.length > 0) throw new Error(problems.join('\n'))

  const own = manifest.functions.filter((it) => parts.includes(partOf[it.pragma] as Part))
  const names = deployed?.names ?? {}
  const invoke = await loadFunctions(own, { folder, names })

  const sources = listSources(own, { parts, env: process.env, invoke })
  const web = await startWeb({
    ...options,
    routes: own,
    files: join(folder, 'public'),
    domainName: new URL(process.env['APP_URL']!).hostname,
    invoke,
  })
  const consumers = sources.map((source) => startConsumer(source, { batches, poll }))
  const schedules = startSchedules(
    own.filter(({ pragma }) => pragma === 'scheduled'),
    { invoke },
  )
  log.info('serving', {
    port: web.port,
    parts,
    functions: own.length,
    queues: sources.map(({ label }) => label),
    left: listLeft(manifest.functions, { own, parts }),
    ms: Math.round(performance.now() - began),
  })

  const countBatches = () => consumers.reduce((sum, it) => sum + it.count(), 0)
  return {
    port: web.port,
    grace,
    count: () => ({ requests: web.count(), batches: countBatches(), runs: schedules.count() }),
    async stop() {
      await Promise.all([web.stop(), schedules.stop(), ...consumers.map((it) => it.stop())])
    },
  }
}

const partOf: Partial<Record<ServedFunction['pragma'], Part>> = {
  http: 'http',
  queues: 'queues',
  scheduled: 'schedules',
  events: 'events',
}

/** What is not done here: it stays with Lambda. */
function listLeft(
  all: readonly ServedFunction[],
  { own, parts }: { own: readonly ServedFunction[]; parts: readonly Part[] },
): string[] {
  const hasQueue = ({ name }: ServedFunction) =>
    Boolean(process.env[`SUBSCRIBER_${name.toUpperCase().replaceAll('-', '_')}`])
  return all
    .filter(
      (it) =>
        !own.includes(it) || (parts.includes('events') && it.pragma === 'events' && !hasQueue(it)),
    )
    .map(({ pragma, name }) => `@${pragma} ${name}`)
}
