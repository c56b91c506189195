/**
 * Buckets for the console and for tests: without a signature, and otherwise as a client has them.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import { openObject, removeObject, saveObject, type Context } from './context.ts'
import { readToken, toToken } from './operations/list.ts'
import type { LocalBucket, StoredObject } from './types.ts'

/** A bucket, with how full it is. */
export interface BucketSummary {
  /** As in `app.arc`. */
  name: string
  /** As clients name it: the value of `BUCKET_<NAME>`. */
  physicalName: string
  objects: number
  bytes: number
}

/** An object, without its bytes. */
export interface ObjectSummary {
  key: string
  size: number
  /** Without quotes. */
  etag: string
  contentType: string
  /** Milliseconds since 1970. */
  lastModified: number
}

/** Buckets are named as in `app.arc`; a name that is not there is an error. */
export interface Access {
  buckets: () => BucketSummary[]
  /** One page, sorted by the bytes of the keys. */
  list: (
    bucket: string,
    options?: { prefix?: string; cursor?: string },
  ) => Promise<{ objects: ObjectSummary[]; cursor?: string }>
  /** Undefined for what is not there. */
  get: (
    bucket: string,
    key: string,
  ) => Promise<(ObjectSummary & { body: Buffer; metadata: Record<string, string> }) | undefined>
  /** Tells queues, as any other write. */
  put: (
    bucket: string,
    key: string,
    body: Buffer,
    options?: { contentType?: string },
  ) => Promise<void>
  /** Tells queues, as any other removal. */
  remove: (bucket: string, key: string) => Promise<void>
}

const pageSize = 1000

export function createAccess(context: Context): Access {
  const { store } = context

  function find(name: string): LocalBucket {
    const bucket = context.buckets().find((it) => it.name === name)
    if (bucket) return bucket
    throw new Error(`There is no bucket ${name}: add it to @buckets in app.arc.`)
  }

  return {
    buckets: () =>
      context.buckets().map(({ name, physicalName }) => {
        return { name, physicalName, ...store.objects.count(physicalName) }
      }),

    async list(name, { prefix = '', cursor } = {}) {
      const { objects, next } = store.objects.list(find(name).physicalName, {
        prefix,
        delimiter: '',
        limit: pageSize,
        after: cursor === undefined ? undefined : readToken(cursor),
      })
      return { objects: objects.map(toSummary), ...(next && { cursor: toToken(next) }) }
    },

    async get(name, key) {
      const bucket = find(name)
      if (!store.objects.find(bucket.physicalName, key)) return undefined
      const { object, file } = await openObject(context, bucket, key)
      try {
        const body = await file.readFile()
        return { ...toSummary(object), metadata: object.metadata, body }
      } finally {
        await file.close()
      }
    },

    async put(name, key, body, { contentType = 'binary/octet-stream' } = {}) {
      const bucket = find(name)
      const blob = await store.blobs.create()
      try {
        await blob.write(body)
        await blob.close()
        const object: StoredObject = {
          bucket: bucket.physicalName,
          key,
          blob: blob.id,
          size: body.length,
          etag: createHash('md5').update(body).digest('hex'),
          modified: Date.now(),
          headers: { 'content-type': contentType },
          metadata: {},
        }
        await saveObject(context, object, {
          bucket,
          event: 'ObjectCreated:Put',
          requestId: toRequestId(),
        })
      } catch (error) {
        await blob.discard()
        throw error
      }
    },

    async remove(name, key) {
      const requestId = toRequestId()
      await removeObject(context, key, {
        bucket: find(name),
        event: 'ObjectRemoved:Delete',
        requestId,
      })
    },
  }
}

function toRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase()
}

function toSummary({ key, size, etag, headers, modified }: StoredObject): ObjectSummary {
  const contentType = headers['content-type'] ?? 'binary/octet-stream'
  return { key, size, etag, contentType, lastModified: modified }
}
