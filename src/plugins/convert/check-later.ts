/**
 * Checks: soon after a form was handed out, somebody looks whether the content is there, should the
 * notification have been lost. A message for each, so that nothing runs while nobody uploads.
 *
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

/** One look for the content of one job. */
export const checks = defineQueue('convert-checks', {
  version: 1,
  schema: z.object({ jobId: z.string(), round: z.int() }),
})

/** So that what was lost is found within a minute. */
const delaySeconds = 45

/** @param round - from 1 */
export async function checkLater(jobId: string, round: number): Promise<void> {
  await checks.send({ jobId, round }, { delaySeconds, key: `${jobId}/${round}` })
}
