/**
 * What operations work with: the buckets, the store, and one way to change an object.
 *
 * @module
 */
import type { FileHandle } from 'node:fs/promises'
import { refuse } from './errors.ts'
import { toMessage, type EventName } from './notifications.ts'
import type { Keyring } from './signature/credentials.ts'
import type { Signer } from './signature/authenticate.ts'
import type { Store } from './store.ts'
import type { LocalBucket, S3Answer, S3Request, StoredObject } from './types.ts'

export interface Context {
  store: Store
  keyring: Keyring
  buckets: () => readonly LocalBucket[]
}

/** A request to a bucket that is there, by somebody who is known. */
export interface Call {
  context: Context
  request: S3Request
  requestId: string
  signer: Signer
  bucket: LocalBucket
}

/** What a request is answered. */
export type Operate = (call: Call) => Promise<S3Answer> | S3Answer

/** Says no by throwing; sees what is there before it changes. */
export type Check = (before: StoredObject | undefined) => void

interface Change {
  bucket: LocalBucket
  event: EventName
  requestId: string
  check?: Check | undefined
}

/** @throws NoSuchBucket */
export function requireBucket({ buckets }: Context, name: string | undefined): LocalBucket {
  const bucket = buckets().find(({ physicalName }) => physicalName === name)
  if (bucket) return bucket
  throw refuse('NoSuchBucket', { details: { BucketName: name ?? '' } })
}

/** @throws NoSuchKey */
export function requireObject({ store }: Context, bucket: LocalBucket, key: string): StoredObject {
  return store.objects.find(bucket.physicalName, key) ?? refuseKey(key)
}

/**
 * Opens the file of an object, so that it can be read to its end whatever becomes of the object.
 *
 * @throws NoSuchKey
 */
export async function openObject(
  context: Context,
  bucket: LocalBucket,
  key: string,
): Promise<{ object: StoredObject; file: FileHandle }> {
  for (;;) {
    const object = requireObject(context, bucket, key)
    try {
      return { object, file: await context.store.blobs.open(object.blob) }
    } catch (error) {
      const now = context.store.objects.find(object.bucket, key)
      // It was written anew in between.
      if (now?.blob === object.blob) throw error
    }
  }
}

/**
 * Puts an object where its key was, and tells whoever wants to know; all of it or nothing.
 *
 * @param also - changes more in the same transaction; answers files that are no longer needed
 */
export async function saveObject(
  context: Context,
  object: StoredObject,
  { also, ...change }: Change & { also?: () => string[] },
): Promise<void> {
  const { store } = context
  const { unused, isTold } = store.transaction(() => {
    const before = store.objects.find(object.bucket, object.key)
    change.check?.(before)
    store.objects.write(object)
    const blobs = [...(before ? [before.blob] : []), ...(also?.() ?? [])]
    return { unused: blobs, isTold: tell(context, object, change) }
  })
  await Promise.all([store.blobs.remove(unused), isTold && store.outbox.flush()])
}

/** Takes an object away, if it is there; of what was not there nobody is told. */
export async function removeObject(context: Context, key: string, change: Change): Promise<void> {
  const { store } = context
  const removed = store.transaction(() => {
    const object = store.objects.find(change.bucket.physicalName, key)
    change.check?.(object)
    if (!object) return undefined
    store.objects.remove(object)
    return { blob: object.blob, isTold: tell(context, object, change) }
  })
  if (!removed) return
  const { blob, isTold } = removed
  await Promise.all([store.blobs.remove([blob]), isTold && store.outbox.flush()])
}

/** Answers whether somebody wants to hear of it. */
function tell({ store, keyring }: Context, object: StoredObject, change: Change): boolean {
  const { bucket, event: name, requestId } = change
  const { region } = keyring
  const event = { name, object, requestId }
  const message = toMessage(bucket, event, { region, next: store.outbox.next })
  if (message) store.outbox.add(message)
  return message !== undefined
}

function refuseKey(Key: string): never {
  throw refuse('NoSuchKey', { details: { Key } })
}
