/**
 * Checks: soon after an upload was asked for, somebody looks whether it is there, should the notification
 * have been lost. A message for each, so that nothing runs while nobody uploads.
 *
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import { z, type Infer } from '#framework/validate.ts'
import { arrive } from './arrivals.ts'
import { incoming } from './buckets.ts'
import { findUpload } from './uploads.ts'

/** One look at one upload. */
export const checks = defineQueue('files-checks', {
  version: 1,
  schema: z.object({ id: z.string(), round: z.int() }),
})

/** So that what was lost is found within a minute. */
const delaySeconds = 45

/** @param round - of a form from 1; 0 of parts that were put together */
export async function checkLater(id: string, round: number): Promise<void> {
  await checks.send({ id, round }, { delaySeconds, key: `${id}/${round}` })
}

/** Looks, and looks again for as long as the form can be sent. The sweep does the rest. */
export async function check({ id, round }: Infer<typeof checks.schema>): Promise<void> {
  const upload = await findUpload(id)
  if (!upload || upload.refused) return
  if (await incoming.head(upload.key)) return arrive(upload.key)
  if (round > 0 && upload.endsAt > new Date().toISOString()) await checkLater(id, round + 1)
}
