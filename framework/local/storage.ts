/**
 * S3 on loopback: private buckets that signatures and signed forms open, as they do in AWS, and that
 * tell queues of what happens in them.
 *
 * @module
 */
import type { AddressInfo } from 'node:net'
import { listBuckets, type Inventory } from '../manifest.ts'
import { local } from '../plugin/names.ts'
import { listenOnLoopback } from '../twin.ts'
import { clock } from './clock.ts'
import { createAccess, type Access } from './storage/access.ts'
import type { Context } from './storage/context.ts'
import { startLifecycle } from './storage/lifecycle.ts'
import { queuesOf, toTestMessage } from './storage/notifications.ts'
import { createStorageServer } from './storage/server.ts'
import type { Credentials } from './storage/signature/credentials.ts'
import { openStore } from './storage/store.ts'
import type { Send } from './storage/store/outbox.ts'
import type { LocalBucket, PlannedBucket } from './storage/types.ts'

export type { BucketSummary, ObjectSummary } from './storage/access.ts'

/** The buckets there are to be. */
export interface StoragePlan {
  buckets: readonly PlannedBucket[]
}

export interface StorageOptions {
  /** Left out, `prepare` is to follow: until then there are none, and no queue is told. */
  buckets?: readonly PlannedBucket[]
  /** Loopback port; 0 takes a free one. */
  port: number
  /** Sends to a queue by its name, and answers what is wrong: `send` of the delivery. */
  send: Send
  /** The folder that keeps objects over the end of this process. Left out, they go with it. */
  stateDir?: string
  /** Hears of each refusal, in one line. */
  log?: (line: string) => void
  /** Whose signatures count. Default: `local`, and this process's own, which functions have too. */
  credentials?: readonly Credentials[]
  /** What signatures are for. Default: that of this process, or `us-west-2`. */
  region?: string
}

/** A running storage; buckets are named as in `app.arc`. */
export interface Storage extends Access {
  port: number
  /** The value of `AWS_ENDPOINT_URL_S3`. */
  endpoint: string
  /** Takes another plan; objects of a bucket that is in it no more are kept, and out of reach. */
  prepare: (plan: StoragePlan) => Promise<void>
  stop: () => Promise<void>
}

/** @throws Error when the port is taken, or the state folder cannot be used */
export async function startStorage(options: StorageOptions): Promise<Storage> {
  const { port, send, stateDir, log = () => {}, credentials = listCredentials() } = options
  const { region = process.env['AWS_REGION'] ?? local.region } = options
  const store = openStore({ stateDir, send, log })
  let buckets: readonly LocalBucket[] = []
  const keyring = { credentials, region }
  const context: Context = { store, keyring, buckets: () => buckets }

  async function prepare(plan: StoragePlan): Promise<void> {
    buckets = store.transaction(() => plan.buckets.map(learn))
    await lifecycle.sweep()
    await store.outbox.flush()
  }

  function learn(planned: PlannedBucket): LocalBucket {
    const bucket = { ...planned, created: 0 }
    const { created, newQueues } = store.learnBucket(planned.physicalName, queuesOf(bucket))
    for (const queue of newQueues) store.outbox.add(toTestMessage(bucket, queue))
    return { ...bucket, created }
  }

  const lifecycle = startLifecycle({ store, buckets: context.buckets, clock })
  const server = createStorageServer(context, log)
  const listening = await listenOnLoopback(server, port).catch((error: Error) => {
    lifecycle.stop()
    store.close()
    throw error
  })
  if (options.buckets) await prepare({ buckets: options.buckets })
  // The sandbox keeps the process alive, not its storage.
  server.unref()
  const { port: actual } = server.address() as AddressInfo

  return {
    port: actual,
    endpoint: `http://127.0.0.1:${actual}`,
    ...createAccess(context),
    prepare,
    async stop() {
      lifecycle.stop()
      await listening.stop()
      store.close()
    },
  }
}

function listCredentials(env: NodeJS.ProcessEnv = process.env): Credentials[] {
  const known = [{ accessKeyId: 'local', secretAccessKey: 'local' }]
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!accessKeyId || !secretAccessKey || accessKeyId === 'local') return known
  return [...known, { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] }]
}

/** What a project declares, for `prepare`: pages of the site itself may use all of its buckets. */
export function toStoragePlan(inv: Inventory): StoragePlan {
  const app = inv.app
  const site = inv._project.env.local?.['testing']?.['APP_URL']
  const own = site ? [new URL(site).origin] : []
  return {
    buckets: listBuckets(inv).map(({ name, cors = own, expireDays, notify }) => {
      return { name, physicalName: local.bucket(app, name), cors, expireDays, notify }
    }),
  }
}
