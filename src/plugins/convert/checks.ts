/**
 * Looks for the content of a job that was told to expect one.
 *
 * @module
 */
import type { Infer } from '#framework/validate.ts'
import { uploads } from './buckets.ts'
import { checkLater, type checks } from './check-later.ts'
import { uploadSeconds } from './conversions.ts'
import { errors } from './errors.ts'
import { failJob, jobs, type Job } from './jobs.ts'
import { startArrived } from './start.ts'
import { tellOfEnd } from './work-end.ts'

/** Beyond the time of the form: whoever began to send in time may end later. */
const graceSeconds = 60

/** Looks, and looks again for as long as the form can be sent. */
export async function check({ jobId, round }: Infer<typeof checks.schema>): Promise<void> {
  const job = await jobs.get({ id: jobId }, { consistent: true })
  if (job?.status !== 'expected') return
  if (await lookFor(job, Date.now())) return
  await checkLater(jobId, round + 1)
}

/** Starts a job whose content is there, or ends one whose content will not come; false while it still may. */
export async function lookFor(job: Job, now: number): Promise<boolean> {
  if (await uploads.head(job.key)) {
    await startArrived(job.key)
    return true
  }
  if (Date.parse(job.createdAt) > now - (uploadSeconds + graceSeconds) * 1000) return false
  if (await failJob(job.id, errors.CONVERT_UPLOAD_MISSING(), { status: 'expected' })) {
    await tellOfEnd(job.id)
  }
  return true
}
