/**
 * What came of conversions that an app has started.
 *
 * @module
 */
import type { Bucket } from '#framework/storage.ts'
import { eachOf } from '#framework/tables.ts'
import { kept, resultsBucket } from './buckets.ts'
import type { Job, JobError, JobResult } from './job.ts'
import { jobs } from './jobs.ts'
import { listJobsOfSubject } from './list-jobs.ts'
import { isThere } from './outputs.ts'
import { toIdOf } from './start-conversions.ts'

/** A conversion, as the app that started it sees it. Its id is that of all renditions of the object. */
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
  error?: JobError
}

/** All that was started of a subject, by the names of the renditions. A moment old, at most some seconds. */
export async function findConversions(subject: string): Promise<StartedConversion[]> {
  return (await listJobsOfSubject(subject)).flatMap(toStarted).toSorted(byName)
}

/**
 * The same for each of many objects, in one request, as of now: for lists.
 *
 * @param bucket - as `startConversions` was given it
 * @param objects - the same of each: key, subject
 */
export async function findConversionsOfEach(
  bucket: Pick<Bucket, 'name'>,
  objects: readonly { key: string; subject?: string }[],
  { converter }: { converter: string },
): Promise<StartedConversion[][]> {
  if (objects.length === 0) return []
  const ids = objects.map((it) => ({ id: toIdOf(bucket, { ...it, converter }) }))
  const found = await jobs.getMany(ids, { consistent: true })
  return found.map((job) => (job ? toStarted(job).toSorted(byName) : []))
}

/** How many of somebody's conversions have not ended yet. A moment old, at most some seconds. */
export async function countOpenConversions(owner: string): Promise<number> {
  let count = 0
  const of = { index: 'byOpenOwner', where: { openOwner: owner }, limit: 1000 } as const
  for await (const { openCount } of eachOf((cursor) => jobs.query({ ...of, cursor }))) {
    count += Number(openCount)
  }
  return count
}

/**
 * An address of a result, for whoever may have it: it is yours to ask who that is.
 *
 * @param options.seconds - that it is good for. Default 300; it stays the same for as long, for caches
 */
export function signResult(
  { bucket, key, type }: Pick<JobResult, 'bucket' | 'key' | 'type'>,
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

function byName(a: StartedConversion, b: StartedConversion): number {
  return a.name < b.name ? -1 : 1
}

function toStarted(job: Job): StartedConversion[] {
  const { id, bucket, key, converter } = job
  const there = Object.entries(job.outputs).filter(([, output]) => isThere(output))
  return there.map(([name, output]) => {
    const { options, round, result, error } = output
    const { status, progress, changedAt } =
      output.status === 'open' ? job : { ...output, status: output.status, progress: 100 }
    return {
      id,
      subject: job.subject!,
      name,
      bucket,
      key,
      converter,
      options: JSON.parse(options) as object,
      status,
      progress,
      round,
      changedAt,
      ...(result && { result }),
      ...(error && { error }),
    }
  })
}
