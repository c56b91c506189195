/**
 * What is not imitated is refused, with its name: a header or a parameter that were passed over
 * would work here and fail in AWS, or the other way round.
 *
 * @module
 */
import { local } from '../../plugin/names.ts'
import { checksumHeaders } from './checksums.ts'
import { refuse, refuseFeature } from './errors.ts'
import type { S3Request } from './types.ts'

/** Headers of all operations; some stand for what every bucket of ours has anyway. */
const headers = new Set([
  ...checksumHeaders,
  'x-amz-checksum-algorithm',
  'x-amz-checksum-mode',
  'x-amz-checksum-type',
  'x-amz-content-sha256',
  'x-amz-copy-source',
  'x-amz-copy-source-if-match',
  'x-amz-copy-source-if-modified-since',
  'x-amz-copy-source-if-none-match',
  'x-amz-copy-source-if-unmodified-since',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-metadata-directive',
  'x-amz-mp-object-size',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-trailer',
  'x-amz-user-agent',
])

const onlyValues: Record<string, string> = {
  'x-amz-expected-bucket-owner': local.account,
  'x-amz-server-side-encryption': 'AES256',
  'x-amz-source-expected-bucket-owner': local.account,
  'x-amz-storage-class': 'STANDARD',
}

/** Those of signatures, and one that the SDK adds for its logs. */
const parameters = /^(x-amz-.*|x-id)$/i

/**
 * @param known - parameters that the operation reads
 * @throws NotImplemented with the name of the feature; AccessControlListNotSupported; AccessDenied
 */
export function checkFeatures(request: S3Request, known: readonly string[]): void {
  for (const [name] of request.query) {
    if (!known.includes(name) && !parameters.test(name))
      throw refuseFeature(`${request.method} ?${name}`)
  }
  for (const name of request.headerNames())
    if (name.startsWith('x-amz-')) checkHeader(request, name)
}

function checkHeader({ header, headerNames }: S3Request, name: string): void {
  if (headers.has(name) || name.startsWith('x-amz-meta-') || isSigning(name)) return
  const value = header(name)!
  if (name === 'x-amz-acl' && value === 'bucket-owner-full-control') return
  if (name === 'x-amz-acl' || name.startsWith('x-amz-grant-')) {
    throw refuse('AccessControlListNotSupported')
  }
  if (onlyValues[name] === value) return
  if (name.endsWith('expected-bucket-owner')) throw refuse('AccessDenied')
  const others = headerNames().filter((it) => it.startsWith(name) && it !== name)
  throw refuseFeature([name, ...others].join(', ') + (name in onlyValues ? `: ${value}` : ''))
}

function isSigning(name: string): boolean {
  return /^x-amz-(algorithm|credential|expires|signature|signedheaders)$/.test(name)
}
