/**
 * What a container needs and does not bring, on loopback: tables, topics, queues, buckets and twins,
 * and nobody who works on their messages.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTables, startDatabase } from '../../framework/local/database.ts'
import { startEngine } from '../../framework/local/delivery/engine.ts'
import { toSources } from '../../framework/local/delivery/sources.ts'
import { runSeed } from '../../framework/local/seed.ts'
import { startStorage, toStoragePlan } from '../../framework/local/storage.ts'
import { startTwins } from '../../framework/local/twins.ts'
import { listQueues, listServices, listTopics, readManifest } from '../../framework/manifest.ts'
import { local } from '../../framework/plugin/names.ts'
import { getPorts } from '../../framework/plugin/ports.ts'
import { subscriberVariable } from '../../framework/serve/queues/subscriber.ts'
import { findFreePorts } from '../../framework/testing/free-ports.ts'

export type Backend = Awaited<ReturnType<typeof startBackend>>

/** Starts it for the project of a folder, whose site is to listen on `port`. */
export async function startBackend(cwd: string) {
  const port = await findFreePorts(20)
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
  Object.assign(process.env, keys, { PLUGBOARD_PORT: String(port), ARC_ENV: 'testing' })
  const inv = await readManifest(cwd)
  const values = inv._project.env.local!['testing']!
  Object.assign(process.env, values)

  const ports = getPorts()
  const stateDir = mkdtempSync(join(tmpdir(), 'plugboard-serve-'))
  const database = await startDatabase({ port: ports.database })
  const engine = await startEngine(ports.delivery)
  const sources = toSources(listTopics(inv), listQueues(inv))
  for (const { name } of listTopics(inv)) engine.createTopic(name)
  for (const source of sources) engine.createQueue(source, 3)
  engine.subscribe(sources)
  const { send } = engine
  const storage = await startStorage({ port: ports.storage, send, ...toStoragePlan(inv) })
  const twins = startTwins({ firstPort: ports.twins, stateDir, log: () => {} })
  await twins.follow(listServices(inv), values)
  await createTables(database.endpoint, inv)
  await runSeed(cwd, console.log)

  const subscribers = sources
    .filter(({ topic }) => topic)
    .map(({ name, queue }) => [subscriberVariable(name), local.queue(ports.delivery, queue)])
  return {
    port,
    /** For the server. */
    env: { ...values, ...keys, ARC_ENV: 'testing', ...Object.fromEntries(subscribers) } as Record<
      string,
      string
    >,
    outbox: twins.links().find(({ label }) => /outbox/i.test(label))?.href,
    engine,

    async stop() {
      await storage.stop()
      await Promise.all([engine.stop(), twins.stop()])
      await database.stop()
      rmSync(stateDir, { recursive: true, force: true })
    },
  }
}
