/**
 * CopyObject.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { encrypted, readAttributes } from '../attributes.ts'
import { createChecksum } from '../checksums.ts'
import { checkWrite, isNotModified } from '../conditions.ts'
import { openObject, requireBucket, saveObject } from '../context.ts'
import type { Call, Context, Operate } from '../context.ts'
import { refuse, refuseFeature } from '../errors.ts'
import type { BlobWriter } from '../store/blobs.ts'
import type { Checksum, LocalBucket, StoredObject } from '../types.ts'
import { s3Namespace, toXml } from '../xml.ts'

export const copyObject: Operate = async (call) => {
  const { context, request, requestId, bucket } = call
  const from = readSource(call)
  const directive = request.header('x-amz-metadata-directive')?.toUpperCase() ?? 'COPY'
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw refuse('InvalidArgument', { message: 'Unknown metadata directive.' })
  }
  const isOnItself = from.bucket === bucket && from.key === request.key
  if (isOnItself && directive === 'COPY') {
    throw refuse('InvalidRequest', {
      message:
        'This copy request is illegal because it is trying to copy an object to itself without changing ' +
        "the object's metadata, storage class, website redirect location or encryption attributes.",
    })
  }

  const { object: source, file } = await openObject(context, from.bucket, from.key)
  let made: { discard: () => Promise<void> } | undefined
  try {
    if (isNotModified(request, source, 'x-amz-copy-source-')) {
      const Condition = 'x-amz-copy-source-if-none-match'
      throw refuse('PreconditionFailed', { details: { Condition } })
    }
    const algorithm = request.header('x-amz-checksum-algorithm') ?? source.checksum?.algorithm
    const copy =
      (await linkBytes(context, source, algorithm)) ?? (await copyBytes(context, file, algorithm))
    made = copy.blob
    const { blob, etag, checksum } = copy
    const { headers, metadata } = directive === 'COPY' ? source : readAttributes(request)
    const object: StoredObject = {
      bucket: bucket.physicalName,
      key: request.key,
      blob: blob.id,
      size: source.size,
      etag,
      modified: Date.now(),
      headers,
      metadata,
      checksum,
    }
    const check = (before: StoredObject | undefined) => checkWrite(request, before)
    await saveObject(context, object, { bucket, requestId, event: 'ObjectCreated:Copy', check })
    return { status: 200, headers: encrypted, body: toResult(object) }
  } catch (error) {
    await made?.discard()
    throw error
  } finally {
    await file.close().catch(() => {})
  }
}

interface Copied {
  blob: Pick<BlobWriter, 'id' | 'discard'>
  etag: string
  checksum: Checksum | undefined
}

/** The same bytes under another name, where all is known that S3 would tell of them. */
async function linkBytes(
  { store }: Context,
  { blob: from, etag, checksum }: StoredObject,
  algorithm: string | undefined,
): Promise<Copied | undefined> {
  // Of what was put together of parts S3 reckons both anew.
  const isKnown = /^[\da-f]{32}$/.test(etag) && checksum?.algorithm === algorithm
  if (!isKnown || (checksum && checksum.type !== 'FULL_OBJECT')) return undefined
  const blob = await store.blobs.link(from)
  return blob && { blob, etag, checksum }
}

async function copyBytes(
  { store }: Context,
  file: FileHandle,
  algorithm: string | undefined,
): Promise<Copied> {
  const sum = algorithm === undefined ? undefined : createChecksum(algorithm)
  if (algorithm !== undefined && !sum) throw refuseFeature(`the checksum ${algorithm}`)
  const md5 = createHash('md5')
  const blob = await store.blobs.create()
  try {
    for await (const part of file.createReadStream() as AsyncIterable<Buffer>) {
      md5.update(part)
      sum?.update(part)
      await blob.write(part)
    }
    await blob.close()
  } catch (error) {
    await blob.discard()
    throw error
  }
  const value = sum?.digest().toString('base64')
  const checksum: Checksum | undefined =
    value === undefined ? undefined : { algorithm: algorithm!, value, type: 'FULL_OBJECT' }
  return { blob, etag: md5.digest('hex'), checksum }
}

/** `/bucket/key`, encoded, with or without the first slash. */
function readSource({ context, request }: Call): { bucket: LocalBucket; key: string } {
  const text = request.header('x-amz-copy-source')!
  const [path = '', versions] = text.split('?')
  if (versions !== undefined) throw refuseFeature('x-amz-copy-source with a versionId')
  const [, name, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? []
  if (!key) {
    throw refuse('InvalidArgument', {
      message: 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      details: { ArgumentName: 'x-amz-copy-source', ArgumentValue: text },
    })
  }
  return { bucket: requireBucket(context, name), key }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse('InvalidArgument', {
      message: 'Invalid copy source encoding.',
      details: { ArgumentName: 'x-amz-copy-source', ArgumentValue: text },
    })
  }
}

function toResult({ modified, etag, checksum }: StoredObject): string {
  const content = {
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    ...(checksum && {
      [`Checksum${checksum.algorithm}`]: checksum.value,
      ChecksumType: checksum.type,
    }),
  }
  return toXml('CopyObjectResult', content, s3Namespace)
}
