/**
 * PutObject, and what all have in common that write bytes.
 *
 * @module
 */
import { encrypted, readAttributes, toChecksumHeaders } from '../attributes.ts'
import { checkWrite } from '../conditions.ts'
import { saveObject, type Call, type Operate } from '../context.ts'
import { receive, type Received } from '../payload.ts'
import type { Checksum, StoredObject } from '../types.ts'
import type { BlobWriter } from '../store/blobs.ts'

export const putObject: Operate = async (call) => {
  const { context, request, requestId, bucket } = call
  const attributes = readAttributes(request)
  return writeBlob(call, async (blob, received) => {
    const checksum = toFull(received)
    const object: StoredObject = {
      bucket: bucket.physicalName,
      key: request.key,
      blob: blob.id,
      size: received.size,
      etag: received.md5.toString('hex'),
      modified: Date.now(),
      ...attributes,
      ...(checksum && { checksum }),
    }
    const check = (before: StoredObject | undefined) => checkWrite(request, before)
    await saveObject(context, object, { bucket, requestId, event: 'ObjectCreated:Put', check })
    const headers = {
      etag: `"${object.etag}"`,
      ...encrypted,
      ...(checksum && toChecksumHeaders(checksum)),
    }
    return { status: 200, headers }
  })
}

/** Receives the body into a file, which goes again unless `use` succeeds. */
export async function writeBlob<T>(
  { context, request, signer }: Call,
  use: (blob: BlobWriter, received: Received) => Promise<T>,
): Promise<T> {
  const blob = await context.store.blobs.create()
  try {
    const received = await receive(request, signer, blob.write)
    await blob.close()
    return await use(blob, received)
  } catch (error) {
    await blob.discard()
    throw error
  }
}

/** A checksum that was computed over all bytes. */
export function toFull({ checksum }: Pick<Received, 'checksum'>): Checksum | undefined {
  return checksum && { ...checksum, type: 'FULL_OBJECT' }
}
