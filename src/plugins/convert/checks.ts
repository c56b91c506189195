/**
 * Looks after a job from when its content is expected until it has ended.
 *
 * @module
 */
import type { Infer } from '#framework/validate.ts'
import { uploads } from './buckets.ts'
import { checkLater, type checks } from './check-later.ts'
import { uploadSeconds } from './conversions.ts'
import { errors } from './errors.ts'
import { goOn } from './go-on.ts'
import type { Job } from './job.ts'
import { failJob, jobs } from './jobs.ts'
import { startArrived } from './start.ts'
import { tellOfEnd } from './work-end.ts'

/** Beyond the time of the form: whoever began to send in time may end later. */
const graceSeconds = 60

/** Looks, and looks again until there is a result or an error. */
export async function check({ jobId, round }: Infer<typeof checks.schema>): Promise<void> {
  const job = await jobs.get({ id: jobId }, { consistent: true })
  if (!job || job.status === 'done' || job.status === 'failed') return
  if (job.status === 'expected') await lookFor(job, Date.now())
  else await goOn(job, Date.now())
  await checkLater(jobId, round + 1)
}

/** Starts a job whose content is there, or ends one whose content will not come any more. */
export async function lookFor(job: Job, now: number): Promise<void> {
  if (await uploads.head(job.key)) return startArrived(job.key)
  if (Date.parse(job.createdAt) > now - (uploadSeconds + graceSeconds) * 1000) return
  const ended = await failJob(job, errors.CONVERT_UPLOAD_MISSING(), { status: 'expected' })
  if (ended) await tellOfEnd(ended, ended.round)
}
