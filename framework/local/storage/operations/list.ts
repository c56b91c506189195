/**
 * ListBuckets, HeadBucket and ListObjectsV2.
 *
 * @module
 */
import { local } from '../../../plugin/names.ts'
import type { Context, Operate } from '../context.ts'
import { refuse } from '../errors.ts'
import type { Place } from '../store/objects.ts'
import type { S3Answer, S3Request } from '../types.ts'
import { s3Namespace, toXml } from '../xml.ts'

/** The most in one page. */
const longestPage = 1000

/** The one operation that is about no bucket. */
export function listBuckets(context: Context): S3Answer {
  const Bucket = context.buckets().map(({ physicalName, created }) => ({
    Name: physicalName,
    CreationDate: new Date(created).toISOString(),
    BucketRegion: context.keyring.region,
  }))
  const Owner = { ID: local.account }
  return {
    status: 200,
    body: toXml('ListAllMyBucketsResult', { Owner, Buckets: { Bucket } }, s3Namespace),
  }
}

export const headBucket: Operate = ({ context }) => ({
  status: 200,
  headers: { 'x-amz-bucket-region': context.keyring.region },
})

export const listObjects: Operate = ({ context, request, bucket }) => {
  const { param } = request
  const prefix = param('prefix') ?? ''
  const delimiter = param('delimiter') ?? ''
  const token = param('continuation-token')
  const startAfter = param('start-after')
  const limit = readLimit(request)
  const encode = toEncoding(param('encoding-type'))
  const after = token === undefined ? toPlace(startAfter) : readToken(token)

  const query = { prefix, delimiter, limit, after }
  const { objects, prefixes, next } =
    limit > 0
      ? context.store.objects.list(bucket.physicalName, query)
      : { objects: [], prefixes: [] }

  const content = {
    Name: bucket.physicalName,
    Prefix: encode(prefix),
    Delimiter: delimiter ? encode(delimiter) : undefined,
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: next && toToken(next),
    KeyCount: objects.length + prefixes.length,
    MaxKeys: limit,
    EncodingType: param('encoding-type'),
    IsTruncated: next !== undefined,
    Contents: objects.map(({ key, modified, etag, size, checksum }) => ({
      Key: encode(key),
      LastModified: new Date(modified).toISOString(),
      ETag: `"${etag}"`,
      ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
      Size: size,
      StorageClass: 'STANDARD',
      ...(param('fetch-owner') === 'true' && { Owner: { ID: local.account } }),
    })),
    CommonPrefixes: prefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  }
  return { status: 200, body: toXml('ListBucketResult', content, s3Namespace) }
}

/** What a page of a list is continued with: opaque to clients. */
export function toToken(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws InvalidArgument */
export function readToken(token: string): Place {
  try {
    const { key, isPrefix } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Place
    if (typeof key === 'string') return { key, isPrefix: isPrefix === true }
  } catch {
    // Told below.
  }
  throw refuse('InvalidArgument', {
    message: 'The continuation token provided is incorrect',
    details: { ArgumentName: 'continuation-token', ArgumentValue: token },
  })
}

function readLimit({ param }: S3Request): number {
  const text = param('max-keys') || String(longestPage)
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 0) return Math.min(limit, longestPage)
  throw refuse('InvalidArgument', {
    message: 'Provided max-keys not an integer or within integer range',
    details: { ArgumentName: 'max-keys', ArgumentValue: text },
  })
}

function toPlace(startAfter: string | undefined): Place | undefined {
  return startAfter ? { key: startAfter, isPrefix: false } : undefined
}

function toEncoding(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text
  if (type === 'url') return (text) => encodeURIComponent(text).replaceAll('%2F', '/')
  throw refuse('InvalidArgument', {
    message: 'Invalid Encoding Method specified in Request',
    details: { ArgumentName: 'encoding-type', ArgumentValue: type },
  })
}
