/**
 * Conversions on arrival, for other services and the app.
 *
 * @module
 */
import { defineQueue, handleQueue } from '#framework/queues.ts'
import { eachOf } from '#framework/tables.ts'
import type { Bucket } from '#framework/storage.ts'
import { notification, toArrivals } from './arrivals.ts'
import { requireRenditions, startConversions, type Renditions } from './start-conversions.ts'

/** What is made of objects that come. */
export interface ArrivalRule extends Renditions {
  /** Of keys. Default: every one. */
  prefix?: string
}

/**
 * Makes the function of a queue that one bucket notifies.
 *
 * @example
 * export const handler = onArrival('photo-arrivals', defineBucket('photos'), [
 *   { prefix: 'in/', converter: 'image', renditions: { small: { width: 200 }, large: { width: 800 } } },
 * ])
 */
export function onArrival(queueName: string, bucket: Bucket, rules: readonly ArrivalRule[]) {
  for (const rule of rules) requireRenditions(rule)
  const queue = defineQueue(queueName, { version: 1, schema: notification })

  return handleQueue(
    queue,
    async (told) => {
      for (const { key, sequencer } of toArrivals(told)) {
        // What is told is a signal to look, and no more: what lies there now is what counts.
        for (const rule of rulesOf(key, rules)) {
          await startConversions(bucket, { ...rule, key, ...(sequencer && { sequencer }) })
        }
      }
    },
    { remember: false },
  )
}

/**
 * Finds what no notification told of: for a schedule of yours, hourly or as soon as you need. It lists all that lies under
 * the prefixes, so let the bucket empty itself (`expireDays`).
 *
 * @param options.hours - objects that came before are not looked at. Default 24
 */
export async function sweepArrivals(
  bucket: Bucket,
  rules: readonly ArrivalRule[],
  { hours = 24 }: { hours?: number } = {},
): Promise<void> {
  const since = new Date(Date.now() - hours * 3_600_000).toISOString()
  for (const prefix of new Set(rules.map((rule) => rule.prefix ?? ''))) {
    const pages = async (cursor?: string) => {
      const { objects, ...more } = await bucket.list({ prefix, cursor })
      return { items: objects, ...more }
    }
    for await (const { key, modifiedAt } of eachOf(pages)) {
      if (modifiedAt < since) continue
      for (const rule of rulesOf(key, rules)) {
        if ((rule.prefix ?? '') === prefix) await startConversions(bucket, { ...rule, key })
      }
    }
  }
}

function rulesOf(key: string, rules: readonly ArrivalRule[]): ArrivalRule[] {
  return rules.filter(({ prefix = '' }) => key.startsWith(prefix))
}
