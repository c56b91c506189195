/**
 * Conversions that an app or another service starts: of an object in a bucket of its own.
 *
 * @module
 */
import { kernelErrors } from '#framework/errors.ts'
import { isRefusal, type Bucket, type ObjectHead } from '#framework/storage.ts'
import { uploads } from './buckets.ts'
import { readOptions, type Definition } from './converter.ts'
import { errors } from './errors.ts'
import type { Job } from './job.ts'
import { toJobId } from './jobs.ts'
import { queueOf } from './queue.ts'
import { findDefinition } from './registry.ts'
import { findJob, isAsWanted, want, type Forget, type Wish } from './wanted.ts'

/** What is to be made of objects. */
export interface Renditions {
  /** `image`, `markdown`, … */
  converter: string
  /** The options of each, by a name of yours: `{ small: { width: 200 }, large: { width: 800 } }`. */
  renditions: Readonly<Record<string, object>>
  /** Results stay until `forgetConversions`. Default: they go after a week. */
  keep?: boolean
}

/** What is to be made of one object. */
export interface ConversionStart extends Renditions {
  /** Of the object, in the bucket. */
  key: string
  /** Of an object that is never replaced at its key, where it is known: storage is not asked for it then. */
  etag?: string | undefined
  /** With `etag`: bytes. */
  size?: number
  /** What you will ask by: the id of a file, say. Default: the key. */
  subject?: string
  /** Whose it is: it is in their data, and goes with their account. */
  owner?: string
  /** Of the notification that told of the object: older ones change nothing. */
  sequencer?: string
}

const mostTimes = 5

/**
 * Starts what is not made yet of an object, and nothing else: it may be called twice, late, or again with
 * other options, which makes anew what they concern. Of an object that is replaced, the new content counts.
 * All renditions of an object are one job: it is read once, and decoded once.
 *
 * @param bucket - of the object: `defineBucket('files-store')`. First, since deploy reads here what it may
 * @returns the id of the job, by the names of the renditions; none where there is no such object
 * @throws INVALID_INPUT where options are at fault; CONVERTER_NOT_FOUND
 */
export function startConversions(
  bucket: Bucket,
  start: ConversionStart,
): Promise<Record<string, string>> {
  return begin(bucket, start)
}

/** @param forget - deletes what a job has lost: only what is named is wanted then. Who does not say so needs no right to */
export async function begin(
  bucket: Bucket,
  start: ConversionStart,
  forget?: Forget,
): Promise<Record<string, string>> {
  const definition = requireRenditions(start)
  const { key, etag, size, sequencer } = start
  if (Object.keys(start.renditions).length === 0) return {}
  for (let time = 0; time < mostTimes; time++) {
    const told = etag !== undefined && size !== undefined && time === 0 ? { etag, size } : undefined
    const head = told ?? (await bucket.head(key))
    if (!head) return {}
    const wish = { ...toWish(bucket.name, head, definition, start), isAll: forget !== undefined }
    const job = await findJob(wish)
    if (isAsWanted(wish, job)) return toIds(wish)
    try {
      // Of what is too large, its converter says so without having seen it.
      if (head.size <= definition.limits.inputBytes) {
        await uploads.copy(wish.source, { bucket, key, etag: head.etag })
      }
    } catch (error) {
      // It was replaced, or deleted, just now.
      if (isRefusal(error, 404, 412)) continue
      throw error
    }
    const wanted = await want(wish, job, forget)
    if (wanted) await tellWorker(wanted)
    // Whoever was told in order is told of what comes after; others look whether it stayed so.
    const isSure = sequencer !== undefined || told !== undefined
    if (isSure || (await bucket.head(key))?.etag === head.etag) return toIds(wish)
  }
  throw kernelErrors.UNAVAILABLE(`${key} changes all the time. Try again`)
}

/** Has somebody work on a job as it is wanted now. */
export async function tellWorker({ id, round, converter }: Job): Promise<void> {
  await queueOf(converter).send({ jobId: id, round }, { key: `${id}/${round}` })
}

/** @throws INVALID_INPUT, CONVERTER_NOT_FOUND */
export function requireRenditions({ converter, renditions }: Renditions): Definition {
  const definition = findDefinition(converter)
  if (!definition) throw errors.CONVERTER_NOT_FOUND(`There is no converter ${converter}`)
  for (const options of Object.values(renditions)) readOptions(definition, options)
  return definition
}

/** The id of what is made of an object: equal for all renditions of it. */
export function toIdOf(
  bucket: Pick<Bucket, 'name'>,
  { key, subject = key, converter }: Pick<ConversionStart, 'key' | 'subject' | 'converter'>,
): string {
  return toJobId(bucket.name, key, subject, converter)
}

function toWish(
  bucket: string,
  { etag, size }: Pick<ObjectHead, 'etag' | 'size'>,
  definition: Definition,
  { key, renditions, subject = key, owner, sequencer, keep = false }: ConversionStart,
): Wish {
  const { name: converter, version } = definition
  const wanted = Object.entries(renditions).map(([name, given]) => {
    // In another order, or with what is the default said, options are the same.
    const meant = JSON.stringify(readOptions(definition, given))
    const hash = toJobId(converter, String(version), meant, etag, keep ? 'kept' : '')
    return [name, { options: JSON.stringify(given), wanted: hash, isKept: keep }]
  })
  return {
    id: toIdOf({ name: bucket }, { key, subject, converter }),
    converter,
    bucket,
    key,
    size,
    // Not below `in/`, of which notifications tell: nothing runs in circles.
    source: `arrived/${toJobId(bucket, key, subject, etag)}`,
    subject,
    renditions: Object.fromEntries(wanted) as Wish['renditions'],
    ...(owner !== undefined && { owner }),
    ...(sequencer !== undefined && { sequencer: sequencer.padStart(32, '0') }),
  }
}

function toIds({ renditions, id }: Wish): Record<string, string> {
  return Object.fromEntries(Object.keys(renditions).map((name) => [name, id]))
}
