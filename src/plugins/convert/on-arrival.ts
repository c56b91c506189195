/**
 * Conversions on arrival, for other services and the app.
 *
 * @module
 */
import { defineQueue, handleQueue } from '#framework/queues.ts'
import { isRefusal, type Bucket } from '#framework/storage.ts'
import { notification, toArrivals, type Arrival } from './arrivals.ts'
import { uploads } from './conversions.ts'
import { createJob, toJobId } from './jobs.ts'
import { queueOf } from './queue.ts'
import { findDefinition } from './registry.ts'

/** What is made of objects that come. */
export interface ArrivalRule {
  /** Of keys. Default: every one. */
  prefix?: string
  converter: string
  /** One job for each; default: one with the converter's own defaults. */
  renditions?: readonly object[]
}

/**
 * Makes the function of a queue that one bucket notifies.
 *
 * The content is copied to where converters read it: no converter may read the bucket itself.
 *
 * @example
 * export const handler = onArrival('photo-arrivals', defineBucket('photos'), [
 *   { prefix: 'in/', converter: 'image', renditions: [{ width: 200 }, { width: 800 }] },
 * ])
 */
export function onArrival(queueName: string, bucket: Bucket, rules: readonly ArrivalRule[]) {
  for (const { converter } of rules) {
    if (!findDefinition(converter)) throw new Error(`[convert] there is no converter ${converter}`)
  }
  const queue = defineQueue(queueName, { version: 1, schema: notification })

  return handleQueue(queue, async (told) => {
    for (const arrival of toArrivals(told)) {
      for (const rule of rules) {
        if (arrival.key.startsWith(rule.prefix ?? '')) await startAll(rule, bucket, arrival)
      }
    }
  })
}

// The same content at the same key is the same job, however often it is told of.
async function startAll(rule: ArrivalRule, bucket: Bucket, arrival: Arrival): Promise<void> {
  const { converter, renditions = [{}] } = rule
  const { key, etag, size } = arrival
  const source = `arrived/${toJobId(bucket.name, key, etag)}`
  if (size <= findDefinition(converter)!.limits.inputBytes) await fetchTo(source, bucket, arrival)

  for (const rendition of renditions) {
    const options = JSON.stringify(rendition)
    const id = toJobId(bucket.name, key, etag, converter, options)
    const content = { bucket: bucket.name, key, size, source }
    await createJob({ id, converter, options, ...content, status: 'waiting' })
    // Sent again as well: the process may have ended between the two. A job is done once.
    await queueOf(converter).send({ jobId: id }, { key: id })
  }
}

// What is gone, or is something else by now, its converter finds missing, and says so.
async function fetchTo(source: string, bucket: Bucket, { key, etag }: Arrival): Promise<void> {
  try {
    await uploads.copy(source, { bucket, key, etag })
  } catch (error) {
    if (!isRefusal(error, 404) && !isRefusal(error, 412)) throw error
  }
}
