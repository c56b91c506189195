/**
 * Conversions on arrival, for other services and the app.
 *
 * @module
 */
import { defineQueue, handleQueue } from '#framework/queues.ts'
import { notification, toArrivals } from './arrivals.ts'
import { createJob, toJobId } from './jobs.ts'
import { queueOf } from './queue.ts'
import { findDefinition } from './registry.ts'

/** What is made of objects that come. */
export interface ArrivalRule {
  /** As in `app.arc`. */
  bucket: string
  /** Of keys. Default: every one. */
  prefix?: string
  converter: string
  /** One job for each; default: one with the converter's own defaults. */
  renditions?: readonly object[]
}

/**
 * Makes the function of a queue that a bucket notifies.
 *
 * @example
 * export const handler = onArrival('photo-arrivals', [
 *   { bucket: 'photos', prefix: 'in/', converter: 'image', renditions: [{ width: 200 }, { width: 800 }] },
 * ])
 */
export function onArrival(queueName: string, rules: readonly ArrivalRule[]) {
  for (const { converter } of rules) {
    if (!findDefinition(converter)) throw new Error(`[convert] there is no converter ${converter}`)
  }
  const queue = defineQueue(queueName, { version: 1, schema: notification })

  return handleQueue(queue, async (told) => {
    for (const { physicalName, key, etag } of toArrivals(told)) {
      for (const rule of rules) {
        if (physicalName !== physicalNameOf(rule.bucket)) continue
        if (!key.startsWith(rule.prefix ?? '')) continue
        await startAll(rule, key, etag)
      }
    }
  })
}

// The same content at the same key is the same job, however often it is told of.
async function startAll(rule: ArrivalRule, key: string, etag: string): Promise<void> {
  const { bucket, converter, renditions = [{}] } = rule
  for (const rendition of renditions) {
    const options = JSON.stringify(rendition)
    const id = toJobId(bucket, key, etag, converter, options)
    await createJob({ id, converter, options, bucket, key, status: 'waiting' })
    // Sent again as well: the process may have ended between the two. A job is done once.
    await queueOf(converter).send({ jobId: id }, { key: id })
  }
}

function physicalNameOf(bucket: string): string | undefined {
  return process.env[`BUCKET_${bucket.toUpperCase().replaceAll('-', '_')}`]
}
