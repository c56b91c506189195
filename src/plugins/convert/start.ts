/**
 * Starts the conversions whose content has come.
 *
 * @module
 */
import { jobs, noteArrival } from './jobs.ts'
import { queueOf } from './queue.ts'

/** The content of a conversion has come. Told again, or late, it changes nothing. */
export async function startArrived(key: string): Promise<void> {
  const id = /^in\/([^/]+)$/.exec(key)?.[1]
  const job = id === undefined ? undefined : await jobs.get({ id }, { consistent: true })
  if (!job) return
  await noteArrival(job.id)
  if (job.status !== 'expected' && job.status !== 'waiting') return
  await queueOf(job.converter).send({ jobId: job.id, round: job.round }, { key: job.id })
}
