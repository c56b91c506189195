/**
 * Works a job off: reads the object, converts it, keeps the result, tells of it.
 *
 * @module
 */
import { AppError } from '#framework/errors.ts'
import { randomId } from '#framework/idempotency/keys.ts'
import { handleQueue, type QueueDefinition } from '#framework/queues.ts'
import { deleteKept, kept, resultsBucket, toKeptKey, uploads } from './buckets.ts'
import { convertOnce, requireSize } from './convert-once.ts'
import { readOptions, type Converter } from './converter.ts'
import { errors } from './errors.ts'
import { failJob, finishJob, returnJob, takeJob } from './jobs.ts'
import type { Job, JobResult } from './jobs.ts'
import { toKey } from './results.ts'
import { tellOfEnd } from './work-end.ts'

/** Beyond the converter's own limit: reading, writing, and the start of a process. */
const marginMilliseconds = 30_000

/** Makes the function of a converter's queue. */
export function workOffJobs<O extends object>(
  converter: Converter<O>,
  queue: QueueDefinition<{ jobId: string }>,
) {
  const leaseMilliseconds = converter.limits.milliseconds + marginMilliseconds
  return handleQueue(queue, async ({ jobId }) => {
    const worker = randomId()
    const job = await takeJob(jobId, { worker, leaseMilliseconds })
    // What is done is told again: the message may have come back because telling had failed.
    if (!job) return tellOfEnd(jobId)
    try {
      const result = await convert(converter, job)
      const isFinished = await finishJob(jobId, worker, result)
      if (job.isKept) await tidy(job, isFinished)
    } catch (error) {
      const isContents = error instanceof AppError && error.status < 500
      if (!isContents) {
        await returnJob(jobId, worker)
        throw error
      }
      await failJob(jobId, error, { status: 'working', worker })
    }
    await tellOfEnd(jobId)
  })
}

async function convert<O extends object>(converter: Converter<O>, job: Job): Promise<JobResult> {
  const options = readOptions(converter, JSON.parse(job.options) as object)
  if (job.size !== undefined) requireSize(converter, job.size)
  // The form, or the size that was told, has kept out what is too large.
  const content = await uploads.get(job.source)
  if (!content) throw errors.CONVERT_UPLOAD_MISSING()
  requireSize(converter, content.size)
  requireType(converter, content.contentType)

  const result = await convertOnce(converter, content.bytes, options, { inRow: 0 })
  const { id, type, body, facts } = result
  const told = { type, size: body.length, ...(facts && { facts }) }
  if (job.isKept) {
    const key = toKeptKey(job)
    await kept.put(key, body, { contentType: type })
    return { bucket: kept.name, key, ...told }
  }
  // What is known may be in the table alone, or near its end: it is to be had as long as the job is known.
  if (result.isKnown) await resultsBucket.put(toKey(id), body, { contentType: type })
  return { bucket: resultsBucket.name, key: toKey(id), ...told }
}

/** Deletes what was kept before; or this one, where the job was wanted anew or forgotten meanwhile. */
async function tidy(job: Job, isFinished: boolean): Promise<void> {
  if (!isFinished) await kept.delete(toKeptKey(job))
  else if (job.round > 1) await deleteKept(job.id, { but: toKeptKey(job) })
}

/** @throws CONVERT_TYPE_REFUSED */
function requireType({ name, from }: Pick<Converter, 'name' | 'from'>, contentType: string): void {
  const given = contentType.split(';')[0]!.trim().toLowerCase()
  if (from.includes(given)) return
  throw errors.CONVERT_TYPE_REFUSED(`${name} takes ${from.join(', ')}; this is ${given}`)
}
