/**
 * Reads the head of a request: which bucket, which key, path style or virtual-host style.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { checksumHeaders } from './checksums.ts'
import { refuse } from './errors.ts'
import type { S3Request } from './types.ts'

/** @throws InvalidURI, KeyTooLongError, AccessDenied where the host is not this machine */
export function readRequest(incoming: IncomingMessage, response: ServerResponse): S3Request {
  const [path, search = ''] = splitOnce(incoming.url ?? '/', '?')
  const query = readQuery(search)
  const headers = readHeaders(incoming)
  const param = (name: string) => query.find(([it]) => it === name)?.[1]

  const isPresigned = param('X-Amz-Algorithm') !== undefined
  const inQuery = isPresigned ? hoisted(query) : new Map<string, string>()
  const subdomain = readSubdomain(headers.get('host') ?? '')
  const [bucket, key] = subdomain ? [subdomain, path.slice(1)] : splitOnce(path.slice(1), '/')
  let isWaiting = headers.get('expect')?.toLowerCase() === '100-continue'

  return {
    method: incoming.method ?? 'GET',
    path,
    query,
    bucket: decode(bucket) || undefined,
    key: requireKey(decode(key ?? '')),
    header: (name) => inQuery.get(name) ?? headers.get(name),
    headerNames: () => [...new Set([...inQuery.keys(), ...headers.keys()])],
    param,
    incoming,
    proceed() {
      if (isWaiting) response.writeContinue()
      isWaiting = false
    },
  }
}

function readQuery(search: string): [string, string][] {
  return search
    .split('&')
    .filter(Boolean)
    .map((pair) => splitOnce(pair, '='))
    .map(([name, value = '']) => [
      decode(name.replaceAll('+', ' ')),
      decode(value.replaceAll('+', ' ')),
    ])
}

// Node drops or merges some that come twice; a signature is over all of them.
function readHeaders({ rawHeaders }: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase()
    const value = rawHeaders[index + 1]!.trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before},${value}`)
  }
  return headers
}

// S3 takes these for headers, but no checksum: what the SDK signs there is that of an empty body.
function hoisted(query: readonly (readonly [string, string])[]): Map<string, string> {
  const ignored = [...checksumHeaders, 'x-amz-sdk-checksum-algorithm']
  const names = query.map(([name, value]) => [name.toLowerCase(), value] as const)
  return new Map(names.filter(([name]) => name.startsWith('x-amz-') && !ignored.includes(name)))
}

/** `covers` of `covers.localhost:3349`; a page of another site could have its name point at us. */
function readSubdomain(host: string): string | undefined {
  const [, , subdomain] =
    /^((.+)\.localhost|localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.exec(host) ?? []
  if (!/^((.+\.)?localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host)) {
    throw refuse('AccessDenied', { message: 'The local S3 answers on localhost only.' })
  }
  return subdomain === 's3' ? undefined : subdomain?.replace(/\.s3$/, '')
}

function requireKey(key: string): string {
  const Size = Buffer.byteLength(key)
  if (Size > 1024) throw refuse('KeyTooLongError', { details: { Size, MaxSizeAllowed: 1024 } })
  return key
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse('InvalidURI', { details: { URI: text } })
  }
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}
