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
import { jobs, toJobId } from './jobs.ts'
import { queueOf } from './queue.ts'
import { findDefinition } from './registry.ts'
import { want, type Wish } from './wanted.ts'

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
 *
 * @param bucket - of the object: `defineBucket('files-store')`. First, since deploy reads here what it may
 * @returns the ids of all, by the names of the renditions; none where there is no such object
 * @throws INVALID_INPUT where options are at fault; CONVERTER_NOT_FOUND
 */
export async function startConversions(
  bucket: Bucket,
  start: ConversionStart,
): Promise<Record<string, string>> {
  const definition = requireRenditions(start)
  for (let time = 0; time < mostTimes; time++) {
    const head = await bucket.head(start.key)
    if (!head) return {}
    const wishes = toWishes(bucket.name, head, definition, start)
    if (await areMade(wishes)) return toIds(wishes)
    try {
      // Of what is too large, its converter says so without having seen it.
      if (head.size <= definition.limits.inputBytes) {
        await uploads.copy(wishes[0]!.source, { bucket, key: start.key, etag: head.etag })
      }
    } catch (error) {
      // It was replaced, or deleted, just now.
      if (isRefusal(error, 404, 412)) continue
      throw error
    }
    await Promise.all(wishes.map(send))
    // Whoever was told in order is told of what comes after; others look whether it stayed so.
    const isSure = start.sequencer !== undefined
    if (isSure || (await bucket.head(start.key))?.etag === head.etag) return toIds(wishes)
  }
  throw kernelErrors.UNAVAILABLE(`${start.key} changes all the time. Try again`)
}

/** @throws INVALID_INPUT, CONVERTER_NOT_FOUND */
export function requireRenditions({ converter, renditions }: Renditions): Definition {
  const definition = findDefinition(converter)
  if (!definition) throw errors.CONVERTER_NOT_FOUND(`There is no converter ${converter}`)
  for (const options of Object.values(renditions)) readOptions(definition, options)
  return definition
}

function toWishes(
  bucket: string,
  { etag, size }: Pick<ObjectHead, 'etag' | 'size'>,
  definition: Definition,
  { key, renditions, subject = key, owner, sequencer, keep }: ConversionStart,
): Wish[] {
  const { name: converter, version } = definition
  // Not below `in/`, of which notifications tell: nothing runs in circles.
  const source = `arrived/${toJobId(bucket, key, subject, etag)}`
  return Object.entries(renditions).map(([name, given]) => {
    // In another order, or with what is the default said, options are the same.
    const meant = JSON.stringify(readOptions(definition, given))
    return {
      id: toJobId(bucket, key, subject, name),
      converter,
      options: JSON.stringify(given),
      bucket,
      key,
      size,
      source,
      subject,
      name,
      wanted: toJobId(converter, String(version), meant, etag, keep ? 'kept' : ''),
      status: 'waiting',
      ...(owner !== undefined && { owner, openOwner: owner }),
      ...(sequencer !== undefined && { sequencer: sequencer.padStart(32, '0') }),
      ...(keep && { isKept: true }),
    }
  })
}

/** Told again, as most often: then nothing is copied and nothing written. */
async function areMade(wishes: readonly Wish[]): Promise<boolean> {
  const found = await jobs.getMany(
    wishes.map(({ id }) => ({ id })),
    { consistent: true },
  )
  return wishes.every(({ wanted, sequencer }, index) => {
    const job = found[index]
    const isSame = job?.wanted === wanted && job.status !== 'waiting'
    return isSame && (sequencer === undefined || sequencer <= (job.sequencer ?? ''))
  })
}

async function send(wish: Wish): Promise<void> {
  const job = await want(wish)
  if (!job) return
  const { id, round, converter } = job
  await queueOf(converter).send({ jobId: id }, { key: `${id}/${round}` })
}

function toIds(wishes: readonly Wish[]): Record<string, string> {
  return Object.fromEntries(wishes.map(({ name, id }) => [name, id]))
}
