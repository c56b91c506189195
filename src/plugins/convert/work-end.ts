/**
 * Tells how a job ended.
 *
 * @module
 */
import { conversionFinished } from './finished.ts'
import { fillHandle } from './handles.ts'
import { jobs } from './jobs.ts'

/** Hands over and publishes how a job ended, if it has. */
export async function tellOfEnd(jobId: string): Promise<void> {
  const job = await jobs.get({ id: jobId }, { consistent: true })
  if (job?.status !== 'done' && job?.status !== 'failed') return
  if (job.hasHandles) await fillHandle(job)
  const { converter, bucket, key, subject, name, round, status, result, error } = job
  await conversionFinished.publish(
    {
      jobId,
      converter,
      bucket,
      key,
      round,
      status,
      ...(subject !== undefined && { subject, name }),
      ...(result && {
        resultBucket: result.bucket,
        resultKey: result.key,
        resultType: result.type,
        resultSize: result.size,
      }),
      ...(error && { code: error.code, detail: error.detail }),
    },
    { key: `${jobId}/${round}/${status}` },
  )
}
