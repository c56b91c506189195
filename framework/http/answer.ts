/**
 * From a response to what API Gateway is given: headers for all, conditional requests, HEAD, limits.
 *
 * @module
 */
import { isLocal } from '../env.ts'
import { dataPolicy } from './csp.ts'
import { toCacheControl } from './sharing.ts'
import type { HttpRequest, HttpResponse, HttpResult } from './types.ts'

/** Lambda's limit for what a function returns. */
const maxResult = 6 * 1024 * 1024

const headerName = /^[\w!#$%&'*+.^`|~-]+$/
const printable = /^[ -~]*$/

type Asked = Pick<HttpRequest, 'id' | 'method' | 'headers'>

/**
 * Makes the result of a response.
 *
 * @throws an Error when it is larger than Lambda can return
 */
export function toResult(response: HttpResponse, request: Asked): HttpResult {
  const headers: Record<string, string> = {
    ...defaultHeaders(),
    ...response.headers,
    'x-request-id': request.id,
  }
  headers['cache-control'] = toCacheControl(headers, response.cookies)
  const { status, body } = isUnchanged(response, request)
    ? withoutContent(headers)
    : request.method === 'HEAD'
      ? withoutBody(response, headers)
      : response

  const binary = typeof body !== 'string'
  const result = {
    statusCode: status,
    headers: sanitised(headers),
    cookies: response.cookies.map(toHeaderValue),
    body: binary ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: binary,
  }
  requireFitting(result)
  return result
}

function defaultHeaders(): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-security-policy': dataPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'strict-origin-when-cross-origin',
    // Locally it would bind every other project on this machine's localhost to https.
    ...(isLocal() ? undefined : { 'strict-transport-security': 'max-age=31536000' }),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
}

function isUnchanged(response: HttpResponse, request: Asked): boolean {
  const etag = response.headers['etag']
  const asked = request.headers.get('if-none-match')
  if (!etag || !asked || response.status !== 200) return false
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return asked.trim() === '*' || toTags(asked).includes(opaque(etag))
}

function toTags(list: string): string[] {
  return (list.match(/(?:W\/)?"[^"]*"/g) ?? []).map(opaque)
}

// Weak comparison, as RFC 9110 has it for If-None-Match.
function opaque(tag: string): string {
  return tag.replace(/^W\//, '')
}

function withoutContent(headers: Record<string, string>) {
  delete headers['content-type']
  delete headers['content-length']
  return { status: 304, body: '' }
}

function withoutBody({ status, body }: HttpResponse, headers: Record<string, string>) {
  if (body.length > 0) headers['content-length'] ??= String(Buffer.byteLength(body))
  return { status, body: '' }
}

function sanitised(headers: Record<string, string>): Record<string, string> {
  const safe: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!headerName.test(name)) throw new Error(`[http] '${name}' is no header name`)
    safe[name.toLowerCase()] = toHeaderValue(String(value))
  }
  return safe
}

// A line break would begin a header of the attacker's choice; what is not ASCII breaks the server.
function toHeaderValue(value: string): string {
  if (printable.test(value)) return value
  return value
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[^ -~]+/g, encodeURIComponent)
    .trim()
}

function requireFitting(result: HttpResult) {
  // Escapes make at most six characters of one, so that most answers need no exact measure.
  if (result.body.length * 6 < maxResult / 2) return
  const size = Buffer.byteLength(JSON.stringify(result))
  if (size <= maxResult) return
  throw new Error(
    `[http] the answer has ${size} bytes and Lambda returns at most ${maxResult}. ` +
      'Answer in pages, or put the content into storage and redirect to it',
  )
}
