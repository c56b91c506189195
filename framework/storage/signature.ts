/**
 * Signature Version 4 for S3, with `node:crypto` alone.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 * @module
 */
import type { Place } from './place.ts'

const algorithm = 'AWS4-HMAC-SHA256'

/** What is signed. */
export interface Signable {
  method: string
  /** Without a query. */
  url: string
  query?: Readonly<Record<string, string>>
  /** Signed, every one; names in lower case. `host` is added. */
  headers?: Readonly<Record<string, string>>
}

/** The headers of a request of our own, `authorization` among them. */
export function signHeaders(
  { method, url, query = {}, headers = {} }: Signable,
  { place, payload, now = Date.now() }: { place: Place; payload: string; now?: number },
): Record<string, string> {
  const { date, scope, key } = toScope(place, now)
  const signed: Record<string, string> = {
    ...headers,
    host: new URL(url).host,
    'x-amz-content-sha256': payload,
    'x-amz-date': date,
    ...(place.sessionToken && { 'x-amz-security-token': place.sessionToken }),
  }
  const names = Object.keys(signed).sort()
  const canonical = toCanonical({ method, url, query, headers: signed }, names, payload)
  const signature = hmac(key, toText(date, scope, canonical)).toString('hex')
  const credential = `${place.accessKeyId}/${scope}`
  return {
    ...signed,
    authorization: `${algorithm} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}

/** An address that whoever holds it may use until it ends. */
export function presign(
  { method, url, query = {}, headers = {} }: Signable,
  { place, seconds, now = Date.now() }: { place: Place; seconds: number; now?: number },
): string {
  const { date, scope, key } = toScope(place, now)
  const signed: Record<string, string> = { ...headers, host: new URL(url).host }
  const names = Object.keys(signed).sort()
  const claimed = {
    ...query,
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${place.accessKeyId}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': names.join(';'),
    ...(place.sessionToken && { 'X-Amz-Security-Token': place.sessionToken }),
  }
  const request = { method, url, query: claimed, headers: signed }
  const canonical = toCanonical(request, names, 'UNSIGNED-PAYLOAD')
  const signature = hmac(key, toText(date, scope, canonical)).toString('hex')
  return `${url}?${toQuery(claimed)}&X-Amz-Signature=${signature}`
}

/** The fields of a form: the policy holds each of them, and all that is asked besides. */
export function signPolicy(
  fields: Readonly<Record<string, string>>,
  {
    place,
    conditions,
    seconds,
    now = Date.now(),
  }: { place: Place; conditions: readonly unknown[]; seconds: number; now?: number },
): Record<string, string> {
  const { date, scope, key } = toScope(place, now)
  const all: Record<string, string> = {
    ...fields,
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${place.accessKeyId}/${scope}`,
    'X-Amz-Date': date,
    ...(place.sessionToken && { 'X-Amz-Security-Token': place.sessionToken }),
  }
  const document = JSON.stringify({
    expiration: new Date(now + seconds * 1000).toISOString().replace(/\.\d+/, ''),
    conditions: [...conditions, ...Object.entries(all).map(([name, value]) => ({ [name]: value }))],
  })
  const Policy = Buffer.from(document).toString('base64')
  return { ...all, Policy, 'X-Amz-Signature': hmac(key, Policy).toString('hex') }
}

/** SHA-256 in hex. */
export function sha256(data: string | Uint8Array): string {
  return crypto().createHash('sha256').update(data).digest('hex')
}

/** All but letters, digits and `-._~`, as S3 has it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** In the order in which it is signed. */
export function toQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&')
}

function toScope({ region, secretAccessKey }: Place, now: number) {
  const date = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const parts = [date.slice(0, 8), region, 's3', 'aws4_request']
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  return { date, scope: parts.join('/'), key }
}

function toCanonical(
  { method, url, query = {}, headers = {} }: Signable,
  names: readonly string[],
  payload: string,
): string {
  const lines = names.map((name) => `${name}:${headers[name]!.trim().replace(/\s+/g, ' ')}\n`)
  // The address was written with `encode`, which is what S3 makes of it.
  const path = url.replace(/^https?:\/\/[^/]+/, '')
  return [method, path, toQuery(query), lines.join(''), names.join(';'), payload].join('\n')
}

function toText(date: string, scope: string, canonical: string): string {
  return [algorithm, date, scope, sha256(canonical)].join('\n')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return crypto().createHmac('sha256', key).update(text).digest()
}

function crypto() {
  return process.getBuiltinModule('node:crypto')
}
