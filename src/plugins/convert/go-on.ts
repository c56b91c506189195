/**
 * Jobs that stand still, for a message was lost or a worker died: sent again, or given up.
 *
 * @module
 */
import { errors } from './errors.ts'
import type { Job } from './job.ts'
import { failJob } from './jobs.ts'
import { queueOf } from './queue.ts'
import { tellOfEnd } from './work-end.ts'

/** How long something may take before it is looked at; milliseconds. */
export const patience = 60_000
const mostAttempts = 3

/** Has a job that waits, or that nobody works on any more, worked on; after three workers it is given up. */
export async function goOn(job: Job, now: number): Promise<void> {
  if (Date.parse(job.changedAt) > now - patience) return
  if (job.status === 'working' && (job.leaseUntil ?? 0) > now) return
  if (job.attempts < mostAttempts) await send(job)
  else await giveUp(job)
}

// With a key of its own: under the first one it may count as done.
async function send({ id, round, converter, version }: Job): Promise<void> {
  await queueOf(converter).send({ jobId: id, round }, { key: `${id}/${round}/${version}` })
}

async function giveUp(job: Job): Promise<void> {
  const { status, worker } = job
  const error = errors.CONVERT_CRASHED(`It was tried ${mostAttempts} times`)
  const ended = await failJob(job, error, { status, ...(worker && { worker }) })
  if (ended) await tellOfEnd(ended, ended.round)
}
