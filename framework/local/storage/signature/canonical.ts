/**
 * Signature Version 4, the arithmetic.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { S3Request } from '../types.ts'

/** `20261121T093000Z`. */
export type AmzDate = string

export const algorithm = 'AWS4-HMAC-SHA256'
export const unsignedPayload = 'UNSIGNED-PAYLOAD'

/** The request as both sides write it down before they sign it. */
export function toCanonicalRequest(
  { method, path, query, incoming }: S3Request,
  { signedHeaders, payload }: { signedHeaders: readonly string[]; payload: string },
): string {
  const parameters = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
  const headers = signedHeaders.map((name) => `${name}:${rawValue(incoming.rawHeaders, name)}\n`)
  return [
    method,
    path
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/'),
    parameters.join('&'),
    headers.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n')
}

export function toStringToSign(date: AmzDate, scope: string, canonical: string): string {
  // Headers are bytes, which Node hands out as latin1; all else is ASCII by now.
  const hash = createHash('sha256').update(canonical, 'latin1').digest('hex')
  return [algorithm, date, scope, hash].join('\n')
}

/** The key that is good for one day, region and service; scope: `20261121/eu-west-1/s3/aws4_request`. */
export function toSigningKey(secret: string, scope: string): Buffer {
  return scope
    .split('/')
    .reduce<Buffer>(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      Buffer.from(`AWS4${secret}`),
    )
}

export function sign(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

/** Compares without telling by the time it takes how far it got. */
export function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** The time in milliseconds since 1970; NaN for what is none. */
export function parseAmzDate(text: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const [year, month, day, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** All but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function rawValue(rawHeaders: readonly string[], name: string): string {
  return rawHeaders
    .flatMap((it, index) =>
      index % 2 === 0 && it.toLowerCase() === name ? [rawHeaders[index + 1]!] : [],
    )
    .map((value) => value.trim().replace(/\s+/g, ' '))
    .join(',')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
