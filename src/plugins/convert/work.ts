/**
 * Works a job off: reads the object, makes its outputs, keeps them, tells of them.
 *
 * @module
 */
import { AppError } from '#framework/errors.ts'
import { randomId } from '#framework/idempotency/keys.ts'
import { handleQueue, type QueueDefinition } from '#framework/queues.ts'
import { deleteKeptOf, kept, uploads } from './buckets.ts'
import { convertEach, type Ends } from './convert-each.ts'
import { requireSize } from './convert-once.ts'
import { readOptions, type Converter } from './converter.ts'
import { errors } from './errors.ts'
import type { Job, JobOutput } from './job.ts'
import { endOutputs, failJob, noteTry, returnJob, takeJob } from './jobs.ts'
import type { JobMessage } from './message.ts'
import { toOpen } from './outputs.ts'
import { toPlace } from './places.ts'
import { findJob } from './wanted.ts'
import { tellOfEnd } from './work-end.ts'

/** After that no further output is begun: another invocation goes on. */
const beginMilliseconds = 10_000
/** Beyond that and the converter's own limit: reading, writing, and the start of a process. */
const marginMilliseconds = 30_000
/** At once: what is in memory, and in one transaction. */
const mostAtOnce = 12

/** Makes the function of a converter's queue. */
export function workOffJobs<O extends object>(
  converter: Converter<O>,
  queue: QueueDefinition<JobMessage>,
) {
  const leaseMilliseconds = converter.limits.milliseconds + marginMilliseconds + beginMilliseconds
  const work = async ({ jobId, round }: JobMessage) => {
    const worker = randomId()
    const taken = await takeJob(jobId, { worker, leaseMilliseconds })
    const job = taken ? await workOff(converter, taken, worker) : await findJob({ id: jobId })
    if (!job) return
    // Its time was up. To its own queue, and no other: that is all it may send to.
    const isMine = job.status === 'working' && job.worker === worker
    if (isMine && (await returnJob(jobId, worker))) {
      await queue.send({ jobId, round: job.round }, { key: `${jobId}/${job.version}` })
    }
    await tellOfEnd(job, job.round)
    // What is done is told again: the message may have come back because telling had failed.
    if (round !== job.round) await tellOfEnd(job, round)
  }
  // Who has the job has a lease: that somebody else was told of it, too, does no harm.
  return handleQueue(queue, work, { remember: false })
}

/** @returns the job as it is then, ended or not; undefined where it was wanted anew, or forgotten, meanwhile */
async function workOff<O extends object>(
  converter: Converter<O>,
  taken: Job,
  worker: string,
): Promise<Job | undefined> {
  const mine = { status: 'working', worker } as const
  const until = Date.now() + beginMilliseconds
  // All together; but one by one where a worker has died, so that what it died of keeps nothing from the others.
  const isCareful = taken.attempts > 1
  let job = taken
  try {
    const input = await read(converter, job)
    for (let open = toOpen(job.outputs); open.length > 0; open = toOpen(job.outputs)) {
      if (Date.now() > until) return job
      const names = isCareful ? toOne(job, open) : open.slice(0, mostAtOnce)
      if (isCareful && open.length > 1) {
        const noted = await noteTry(job, worker, names[0]!)
        if (!noted) return undefined
        job = noted
      }
      const { ends, failure } = await convertAll(converter, input, { job, names, until })
      if (Object.keys(ends).length > 0) {
        const ended = await endOutputs(job, ends, mine)
        await tidy(job, ended, ends)
        if (!ended) return undefined
        job = ended
      }
      if (failure !== undefined) throw failure
    }
    return job
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return failJob(job, error, mine)
    await returnJob(taken.id, worker)
    throw error
  }
}

/** The next one by itself; what a worker has died of comes last. */
function toOne({ tried = [] }: Job, open: readonly string[]): readonly string[] {
  const order = open.toSorted((a, b) => tried.indexOf(a) - tried.indexOf(b))
  return order.slice(0, 1)
}

/** The content. The form, or the size that was told, has kept out what is too large. */
async function read<O extends object>(converter: Converter<O>, job: Job): Promise<Uint8Array> {
  if (job.size !== undefined) requireSize(converter, job.size)
  const content = await uploads.get(job.source)
  if (!content) throw errors.CONVERT_UPLOAD_MISSING()
  requireSize(converter, content.size)
  requireType(converter, content.contentType)
  return content.bytes
}

function convertAll<O extends object>(
  converter: Converter<O>,
  input: Uint8Array,
  { job, names, until }: { job: Job; names: readonly string[]; until: number },
): Promise<Ends> {
  const wanted = names.map((name) => {
    const given = JSON.parse(job.outputs[name]!.options) as object
    return { name, options: readOptions(converter, given), place: toPlace(job, name) }
  })
  return convertEach(converter, input, { wanted, until })
}

/** Deletes what was kept before; or these, where they were wanted anew or forgotten meanwhile. */
async function tidy(job: Job, ended: Job | undefined, ends: Ends['ends']): Promise<void> {
  const made = Object.keys(ends).filter((name) => job.outputs[name]!.isKept)
  if (ended) {
    for (const name of made.filter((it) => job.outputs[it]!.round > 1)) {
      await deleteKeptOf(job.id, name, toBut(ended.outputs[name]!))
    }
    return
  }
  if (made.length === 0) return
  const now = await findJob(job)
  for (const name of made) {
    // Whoever has the job now may have found it there.
    if (now?.outputs[name]?.round === job.outputs[name]!.round) continue
    const { keptKey } = toPlace(job, name)
    await kept.delete(keptKey!)
  }
}

function toBut({ result }: JobOutput): { but?: string } {
  return result ? { but: result.key } : {}
}

/** @throws CONVERT_TYPE_REFUSED */
function requireType({ name, from }: Pick<Converter, 'name' | 'from'>, contentType: string): void {
  const given = contentType.split(';')[0]!.trim().toLowerCase()
  if (from.includes(given)) return
  throw errors.CONVERT_TYPE_REFUSED(`${name} takes ${from.join(', ')}; this is ${given}`)
}
