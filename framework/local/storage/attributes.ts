/**
 * What is said of an object in headers, on its way in and out.
 *
 * @module
 */
import { checksumHeader } from './checksums.ts'
import { refuse } from './errors.ts'
import type { Attributes, S3Answer, S3Request, StoredObject } from './types.ts'

const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
]

/** The most that the names and values of metadata may take, in bytes. */
const longestMetadata = 2048

const metadataPrefix = 'x-amz-meta-'

/** @throws MetadataTooLarge */
export function readAttributes({
  header,
  headerNames,
}: Pick<S3Request, 'header' | 'headerNames'>): Attributes {
  const headers: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of kept) {
    const value = name === 'content-encoding' ? readEncoding(header(name)) : header(name)
    if (value) headers[name] = value
  }
  const metadata = Object.fromEntries(
    headerNames()
      .filter((name) => name.startsWith(metadataPrefix))
      .map((name) => [name.slice(metadataPrefix.length), header(name)!]),
  )
  const Size = Object.entries(metadata).reduce(
    (sum, pair) => sum + Buffer.byteLength(pair.join('')),
    0,
  )
  if (Size > longestMetadata) {
    throw refuse('MetadataTooLarge', { details: { Size, MaxSizeAllowed: longestMetadata } })
  }
  return { headers, metadata }
}

/** The headers of an object that is read; a signed address may put others in their place. */
export function toHeaders(
  { headers, metadata, etag, modified, checksum }: StoredObject,
  { header, param }: S3Request,
  { isWhole }: { isWhole: boolean },
): NonNullable<S3Answer['headers']> {
  const replaced = kept.flatMap((name) => {
    const value = param(`response-${name}`)
    return value === undefined ? [] : [[name, requireLatin1(`response-${name}`, value)] as const]
  })
  const isAsked = header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  return {
    ...headers,
    ...Object.fromEntries(replaced),
    ...Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [`${metadataPrefix}${name}`, value]),
    ),
    'accept-ranges': 'bytes',
    etag: `"${etag}"`,
    'last-modified': new Date(modified).toUTCString(),
    ...encrypted,
    ...(isAsked && isWhole && checksum && toChecksumHeaders(checksum)),
  }
}

/** Every bucket of ours is. */
export const encrypted = { 'x-amz-server-side-encryption': 'AES256' }

export function toChecksumHeaders({
  algorithm,
  value,
  type,
}: NonNullable<StoredObject['checksum']>): Record<string, string> {
  return { [checksumHeader(algorithm)]: value, 'x-amz-checksum-type': type }
}

/** The parameters of an address that put other headers in place. */
export const overrides = kept.map((name) => `response-${name}`)

/** @throws InvalidArgument for what no header can carry */
export function requireLatin1(name: string, value: string): string {
  if (/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) return value
  throw refuse('InvalidArgument', {
    message: 'Header value cannot be represented using ISO-8859-1.',
    details: { ArgumentName: name, ArgumentValue: value },
  })
}

// How the body travels is not how the object is encoded.
function readEncoding(value: string | undefined): string | undefined {
  const codings = value?.split(',').map((it) => it.trim())
  return codings?.filter((it) => it !== 'aws-chunked').join(',')
}
