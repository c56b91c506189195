/**
 * What came of conversions that an app has started.
 *
 * @module
 */
import { eachOf } from '#framework/tables.ts'
import { kept, resultsBucket } from './buckets.ts'
import { jobs, type Job, type JobResult } from './jobs.ts'

/** A conversion, as the app that started it sees it. */
export interface StartedConversion extends Pick<
  Job,
  'id' | 'bucket' | 'key' | 'converter' | 'status' | 'progress' | 'round' | 'changedAt'
> {
  subject: string
  /** Of the rendition. */
  name: string
  options: object
  /** Once it is done. */
  result?: JobResult
  /** Once it has failed. */
  error?: Job['error'] & {}
}

/** All that was started of a subject, by the names of the renditions. A moment old, at most some seconds. */
export async function findConversions(subject: string): Promise<StartedConversion[]> {
  const found: StartedConversion[] = []
  const of = { index: 'bySubject', where: { subject } } as const
  for await (const job of eachOf((cursor) => jobs.query({ ...of, cursor }))) {
    found.push(toStarted(job))
  }
  return found
}

/** How many of somebody's conversions have not ended yet. A moment old, at most some seconds. */
export async function countOpenConversions(owner: string): Promise<number> {
  let count = 0
  const of = { index: 'byOpenOwner', where: { openOwner: owner }, limit: 1000 } as const
  for await (const _job of eachOf((cursor) => jobs.query({ ...of, cursor }))) count++
  return count
}

/**
 * An address of a result, for whoever may have it: it is yours to ask who that is.
 *
 * @param options.seconds - that it is good for. Default 300; it stays the same for as long, for caches
 */
export function signResult(
  { bucket, key, type }: JobResult,
  { seconds = 300 }: { seconds?: number } = {},
): string {
  const options = {
    seconds,
    steadySeconds: seconds,
    // What is at a key never changes.
    cacheControl: 'private, max-age=31536000, immutable',
    // All else may hold what a stranger wrote: it is saved, and not shown under the bucket's address.
    ...(!shown.test(type) && { contentDisposition: 'attachment' }),
  }
  return bucket === kept.name ? kept.signGet(key, options) : resultsBucket.signGet(key, options)
}

const shown = /^image\/(webp|avif|jpeg|png|gif)$/

function toStarted(job: Job): StartedConversion {
  const { id, bucket, key, converter, status, progress, round, changedAt, result, error } = job
  return {
    id,
    subject: job.subject!,
    name: job.name!,
    bucket,
    key,
    converter,
    options: JSON.parse(job.options) as object,
    status,
    progress,
    round,
    changedAt,
    ...(status === 'done' && result && { result }),
    ...(status === 'failed' && error && { error }),
  }
}
