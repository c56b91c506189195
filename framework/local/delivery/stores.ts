/**
 * What fauxqs keeps in memory, within our reach: it takes stores from outside, and exports none.
 *
 * @module
 */
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { buildApp } from 'fauxqs'
import type { FaultKind } from '../faults.ts'
import { keepFifoOrder } from './fifo.ts'
import type { Journal } from './journal.ts'

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>

/** All queues of fauxqs. */
export type Queues = Stores['sqsStore']

/** A queue of fauxqs. */
export type Queue = ReturnType<Stores['sqsStore']['createQueue']>

/** A message of fauxqs, why its last try failed and those before, and what has struck it on purpose. */
export type StoredMessage = ReturnType<Queue['inspectMessages']>['ready'][number] & {
  failure?: { reason: string; at: number; earlier?: readonly string[] }
  faults?: readonly FaultKind[]
}

/** Makes empty stores; with a journal, each queue starts with what the journal holds of it. */
export async function createStores(journal: Journal | undefined): Promise<Stores> {
  const dist = join(dirname(findPackageJSON('fauxqs', import.meta.url)!), 'dist')
  const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(join(dist, file)).href)
  const [{ SqsStore }, { SnsStore }, { S3Store }] = (await Promise.all([
    load('sqs/sqsStore.js'),
    load('sns/snsStore.js'),
    load('s3/s3Store.js'),
  ])) as [
    { SqsStore: new () => Stores['sqsStore'] },
    { SnsStore: new () => Stores['snsStore'] },
    { S3Store: new () => Stores['s3Store'] },
  ]

  const sqsStore = new SqsStore()
  const createQueue = sqsStore.createQueue.bind(sqsStore)
  sqsStore.createQueue = (...parameters) => {
    const queue = createQueue(...parameters)
    if (queue.isFifo()) keepFifoOrder(queue)
    journal?.attach(queue)
    return queue
  }
  return { sqsStore, snsStore: new SnsStore(), s3Store: new S3Store() }
}
