/**
 * CreateMultipartUpload, UploadPart, ListParts and AbortMultipartUpload.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { local } from '../../../plugin/names.ts'
import { encrypted, readAttributes, toChecksumHeaders } from '../attributes.ts'
import { createChecksum, defaultType } from '../checksums.ts'
import type { Call, Operate } from '../context.ts'
import { refuse, refuseFeature } from '../errors.ts'
import type { Upload } from '../store/uploads.ts'
import type { ChecksumType, S3Request } from '../types.ts'
import { s3Namespace, toXml } from '../xml.ts'
import { toFull, writeBlob } from './put-object.ts'

const mostParts = 10_000

export const createMultipartUpload: Operate = ({ context, request, bucket }) => {
  const checksum = readChecksum(request)
  const upload: Upload = {
    id: randomBytes(32).toString('base64url'),
    bucket: bucket.physicalName,
    key: request.key,
    initiated: Date.now(),
    checksum,
    ...readAttributes(request),
  }
  context.store.uploads.add(upload)
  const content = { Bucket: upload.bucket, Key: upload.key, UploadId: upload.id }
  const headers = {
    ...encrypted,
    'x-amz-checksum-algorithm': checksum?.algorithm,
    'x-amz-checksum-type': checksum?.type,
  }
  return {
    status: 200,
    headers,
    body: toXml('InitiateMultipartUploadResult', content, s3Namespace),
  }
}

export const uploadPart: Operate = async (call) => {
  const { context, request } = call
  const { store } = context
  const { id, checksum: wanted } = requireUpload(call)
  const number = readNumber(request, 'partNumber', 0)
  if (number < 1 || number > mostParts) {
    throw refuse('InvalidArgument', {
      message: 'Part number must be an integer between 1 and 10000, inclusive',
      details: { ArgumentName: 'partNumber', ArgumentValue: request.param('partNumber') ?? '' },
    })
  }
  return writeBlob(call, async (blob, received) => {
    const sent = received.checksum?.algorithm
    const isNeeded = wanted?.type === 'COMPOSITE' || sent !== undefined
    if (wanted && sent !== wanted.algorithm && isNeeded) {
      throw refuse('InvalidRequest', {
        message:
          `Checksum Type mismatch occurred, expected checksum Type: ${wanted.algorithm.toLowerCase()}, ` +
          `actual checksum Type: ${sent?.toLowerCase() ?? 'null'}`,
      })
    }
    const checksum = toFull(received)
    const part = {
      upload: id,
      number,
      blob: blob.id,
      size: received.size,
      etag: received.md5.toString('hex'),
      modified: Date.now(),
      checksum,
    }
    // It may have been ended while its part was on the way.
    requireUpload(call)
    const before = store.transaction(() => store.uploads.addPart(part))
    if (before) await store.blobs.remove([before.blob])
    const headers = {
      etag: `"${part.etag}"`,
      ...encrypted,
      ...(checksum && { ...toChecksumHeaders(checksum), 'x-amz-checksum-type': undefined }),
    }
    return { status: 200, headers }
  })
}

export const listParts: Operate = (call) => {
  const { context, request } = call
  const { id, bucket, key, checksum } = requireUpload(call)
  const marker = readNumber(request, 'part-number-marker', 0)
  const limit = Math.min(readNumber(request, 'max-parts', 1000), 1000)
  const rest = context.store.uploads.listParts(id).filter(({ number }) => number > marker)
  const parts = rest.slice(0, limit)
  const isTruncated = rest.length > parts.length
  const owner = { ID: local.account }
  const content = {
    Bucket: bucket,
    Key: key,
    UploadId: id,
    Initiator: owner,
    Owner: owner,
    StorageClass: 'STANDARD',
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.number ?? marker,
    MaxParts: limit,
    IsTruncated: isTruncated,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Part: parts.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.modified).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.size,
      ...(part.checksum && { [`Checksum${part.checksum.algorithm}`]: part.checksum.value }),
    })),
  }
  return { status: 200, body: toXml('ListPartsResult', content, s3Namespace) }
}

export const abortMultipartUpload: Operate = async (call) => {
  const { store } = call.context
  const { id } = requireUpload(call)
  await store.blobs.remove(store.transaction(() => store.uploads.remove(id)))
  return { status: 204 }
}

/** @throws NoSuchUpload */
export function requireUpload({ context, request, bucket }: Call): Upload {
  const id = request.param('uploadId') ?? ''
  const upload = context.store.uploads.find(id)
  const isOfThis = upload?.bucket === bucket.physicalName && upload.key === request.key
  if (upload && isOfThis) return upload
  throw refuse('NoSuchUpload', { details: { UploadId: id } })
}

function readChecksum({ header }: S3Request): Upload['checksum'] {
  const algorithm = header('x-amz-checksum-algorithm')?.toUpperCase()
  const wanted = header('x-amz-checksum-type')?.toUpperCase()
  const invalid = (message: string) => refuse('InvalidRequest', { message })
  if (wanted !== undefined && wanted !== 'COMPOSITE' && wanted !== 'FULL_OBJECT') {
    throw invalid('Value for x-amz-checksum-type header is invalid.')
  }
  if (algorithm === undefined && wanted === undefined) return undefined
  if (algorithm === undefined) {
    throw invalid(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    )
  }
  if (!createChecksum(algorithm)) throw refuseFeature(`the checksum ${algorithm}`)
  const type: ChecksumType = wanted ?? defaultType(algorithm)
  const other =
    algorithm === 'CRC64NVME' ? 'COMPOSITE' : algorithm.startsWith('SHA') && 'FULL_OBJECT'
  if (type !== other) return { algorithm, type }
  throw invalid(
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  )
}

function readNumber({ param }: S3Request, name: string, otherwise: number): number {
  const text = param(name)
  if (!text) return otherwise
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw refuse('InvalidArgument', {
    message: `Provided ${name} not an integer or within integer range`,
    details: { ArgumentName: name, ArgumentValue: text },
  })
}
