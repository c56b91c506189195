/**
 * Finds what was lost: contents that nobody was told of, uploads that never came, workers that died.
 *
 * @module
 */
import { uploads } from './buckets.ts'
import { uploadSeconds } from './conversions.ts'
import { errors } from './errors.ts'
import { failJob, listIdle, type Job } from './jobs.ts'
import { queueOf } from './queue.ts'
import { startArrived } from './start.ts'
import { tellOfEnd } from './work-end.ts'

/** How long something may take before it is looked at; milliseconds. */
const patience = { arrival: 20_000, start: 60_000, upload: (uploadSeconds + 60) * 1000 }
const mostAttempts = 3

/** Looks at up to 100 jobs of each kind; the next time at the next ones. */
export async function sweep(now: number): Promise<void> {
  for (const job of await listIdle('expected', now - patience.arrival)) await lookFor(job, now)
  for (const job of await listIdle('waiting', now - patience.start)) await goOn(job)
  for (const job of await listIdle('working', now - patience.start)) {
    if ((job.leaseUntil ?? 0) <= now) await goOn(job)
  }
}

async function lookFor(job: Job, now: number): Promise<void> {
  if (await uploads.head(job.key)) return startArrived(job.key)
  if (Date.parse(job.createdAt) > now - patience.upload) return
  if (await failJob(job.id, errors.CONVERT_UPLOAD_MISSING(), { status: 'expected' })) {
    await tellOfEnd(job.id)
  }
}

async function goOn(job: Job): Promise<void> {
  if (job.attempts < mostAttempts) await send(job)
  else await giveUp(job)
}

// With a key of its own: under the first one it may count as done.
async function send({ id, converter, attempts, changedAt }: Job): Promise<void> {
  await queueOf(converter).send({ jobId: id }, { key: `${id}/${attempts}/${changedAt}` })
}

async function giveUp({ id, status, worker }: Job): Promise<void> {
  const error = errors.CONVERT_CRASHED(`It was tried ${mostAttempts} times`)
  if (await failJob(id, error, { status, ...(worker && { worker }) })) {
    await tellOfEnd(id)
  }
}
