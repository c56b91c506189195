/**
 * Starts the whole app in this process, and takes everything back at its end: what one test file did
 * to clock, faults or environment does not reach the next.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installClock, uninstallClock } from '../local/clock.ts'
import { createTables, startDatabase } from '../local/database.ts'
import { createDelivery } from '../local/delivery.ts'
import { faults } from '../local/faults.ts'
import { startStorage, toStoragePlan } from '../local/storage.ts'
import type { Credentials } from '../local/storage/signature/credentials.ts'
import { startStreams, toStreamSources } from '../local/streams/streams.ts'
import { startExpiry, toExpiringTables } from '../local/ttl.ts'
import { startTwins } from '../local/twins.ts'
import {
  listLambdas,
  listQueues,
  listServices,
  listTopics,
  readManifest,
  type Lambda,
} from '../manifest.ts'
import { getPorts } from '../plugin/ports.ts'
import type { App } from '../testing.ts'
import { createApp } from './app.ts'
import { findFreePorts } from './free-ports.ts'
import { createInvoke, type Invoke } from './invoke.ts'
import { createTestClock } from './test-clock.ts'

/** A running app. */
export interface Running {
  app: App
  stop: () => Promise<void>
}

/** Seconds before what failed is tried again. */
const backoff = 0.05

/**
 * Starts the project of a folder on free ports.
 *
 * @param options.create - makes what runs the functions; default: from their sources, in this process
 */
export async function startApp({
  cwd,
  create = createInvoke,
  toCredentials = () => [],
}: {
  cwd?: string | undefined
  create?: (lambdas: Lambda[]) => Invoke
  /** Keys that storage knows besides its own. */
  toCredentials?: (lambdas: Lambda[]) => Credentials[]
} = {}): Promise<Running> {
  const restoreEnv = keepEnv()
  const stateDir = mkdtempSync(join(tmpdir(), 'plugboard-test-'))
  const port = await findFreePorts(20)
  Object.assign(process.env, { PLUGBOARD_PORT: String(port), ARC_ENV: 'testing' })
  const inv = await readManifest(cwd)
  const env = inv._project.env.local?.['testing'] ?? {}
  Object.assign(process.env, env, credentials)
  installClock()

  const ports = getPorts()
  const invoke = create(listLambdas(inv))
  const background = countCalls(invoke)
  const twins = startTwins({ firstPort: ports.twins, stateDir, log: () => {} })
  const [database, delivery] = await Promise.all([
    startDatabase({ port: ports.database }),
    createDelivery({
      port: ports.delivery,
      topics: listTopics(inv),
      queues: listQueues(inv),
      invoke: background.invoke,
      backoff,
    }),
    twins.follow(listServices(inv), env),
  ])
  const { endpoint } = database
  const { send } = delivery
  const [storage] = await Promise.all([
    startStorage({
      port: ports.storage,
      send,
      credentials: [own, ...toCredentials(listLambdas(inv))],
      ...toStoragePlan(inv),
    }),
    createTables(endpoint, inv),
  ])
  const sources = toStreamSources(inv)
  const streams = startStreams({ endpoint, sources, invoke: background.invoke, backoff })
  const { markExpired: onExpire } = streams
  // It sweeps when the clock is moved: what a test looks at does not go by itself.
  const expiry = startExpiry({ endpoint, tables: toExpiringTables(inv), onExpire, every: day })

  async function settle(): Promise<void> {
    let seen: number
    do {
      seen = background.count()
      // What streams lead to may be messages, and the other way round.
      await delivery.settle()
      await streams.settle()
    } while (seen !== background.count())
  }
  const clock = createTestClock({ schedules: inv.scheduled ?? [], invoke, settle })

  return {
    app: createApp({ inv, env, firstTwin: ports.twins, invoke, settle, storage, twins, clock }),
    async stop() {
      clock.stop()
      await expiry.stop()
      // First what tells others of what it does.
      await storage.stop()
      await Promise.all([delivery.stop(), streams.stop(), twins.stop()])
      await database.stop()
      faults.clear()
      uninstallClock()
      rmSync(stateDir, { recursive: true, force: true })
      restoreEnv()
    },
  }
}

const day = 24 * 60 * 60
const own = { accessKeyId: 'local', secretAccessKey: 'local' }
const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

function countCalls(invoke: Invoke): { invoke: Invoke; count: () => number } {
  let calls = 0
  return {
    count: () => calls,
    invoke: (call) => {
      calls++
      return invoke(call)
    },
  }
}

function keepEnv(): () => void {
  const before = { ...process.env }
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}
