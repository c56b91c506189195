/**
 * Forgetting what an app has started: all of it, or all but some renditions.
 *
 * @module
 */
import type { Bucket } from '#framework/storage.ts'
import { deleteKeptOf } from './buckets.ts'
import { forgetJob } from './forget-job.ts'
import type { Job } from './job.ts'
import { listJobsOfSubject } from './list-jobs.ts'
import { begin, tellWorker, type ConversionStart } from './start-conversions.ts'
import { findJob, turn } from './wanted.ts'

/**
 * Deletes all that was made of something, when that is deleted itself.
 *
 * @param options.but - names of renditions that stay: the others are not wanted any more
 */
export async function forgetConversions(
  subject: string,
  { but = [] }: { but?: readonly string[] } = {},
): Promise<void> {
  for (const job of await listJobsOfSubject(subject)) await forgetAllBut(but, job)
}

/**
 * Starts what is not made yet of an object, as `startConversions` does, and forgets whatever is not named: these
 * renditions, and no others.
 *
 * @throws what `startConversions` throws
 */
export function setConversions(
  bucket: Bucket,
  start: ConversionStart,
): Promise<Record<string, string>> {
  return begin(bucket, start, forgetOutputs)
}

async function forgetAllBut(names: readonly string[], found: Job): Promise<void> {
  for (let job: Job | undefined = found; job; job = await findJob(job)) {
    const all = Object.entries(job.outputs)
    const stay = all.filter(([name]) => names.includes(name))
    if (stay.length === 0) return forgetJob(job)
    if (stay.length === all.length) return
    const turned = await turn(job, { outputs: Object.fromEntries(stay) })
    if (!turned) continue
    await forgetOutputs(job, turned)
    if (turned.status === 'waiting') await tellWorker(turned)
    return
  }
}

async function forgetOutputs(before: Job, after: Job): Promise<void> {
  for (const [name, { isKept }] of Object.entries(before.outputs)) {
    if (isKept && !(name in after.outputs)) await deleteKeptOf(before.id, name)
  }
}
