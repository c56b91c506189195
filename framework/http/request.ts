/**
 * From an API Gateway HTTP API event to a request.
 *
 * @module
 */
import { isLocal } from '../env.ts'
import { kernelErrors } from '../errors.ts'
import { createBody } from './body.ts'
import { parseCookies } from './cookie.ts'
import type { HttpEvent, HttpHeaders, HttpRequest, Params } from './types.ts'

/** Refuses what is no event of an HTTP API, in words for whoever wired it so. */
export function requireHttpEvent(event: HttpEvent): void {
  if (event?.version === '2.0' && event.requestContext?.http) return
  const found =
    event && 'httpMethod' in event
      ? 'an API Gateway REST event (payload version 1.0)'
      : 'an event of another kind'
  throw new Error(
    `[http] this function was invoked with ${found}, and takes API Gateway HTTP API events (payload ` +
      "version 2.0). Set the integration's payloadFormatVersion to 2.0; remove `apigateway` from app.arc",
  )
}

/** The request of an event. */
export function toRequest(event: HttpEvent, id: string): HttpRequest {
  const { method, sourceIp } = event.requestContext!.http!
  const headers = toHeaders(event)
  const path = toPath(event.rawPath ?? '/')
  const search = event.rawQueryString ?? ''
  let url: URL | undefined
  return {
    id,
    method: method.toUpperCase(),
    path,
    get url() {
      return (url ??= toUrl(event, headers, path, search))
    },
    query: new URLSearchParams(search),
    headers,
    cookies: parseCookies(event.cookies ?? []),
    ip: sourceIp ?? '',
    ...createBody(event, headers),
  }
}

/**
 * The path parameters. API Gateway has decoded them, and decoding twice would read `%2525` as `%`.
 *
 * @throws BAD_REQUEST when the local cloud was sent a path that API Gateway refuses
 */
export function toParams(event: HttpEvent): Params {
  if (isLocal() && !isDecodable(event.rawPath ?? '')) {
    throw kernelErrors.BAD_REQUEST('The path is not valid percent-encoding')
  }
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(event.pathParameters ?? {})) {
    if (value !== undefined) params[name] = value
  }
  return params
}

/** The id by which API Gateway, or else Lambda, knows this request. */
export function toRequestId(event: HttpEvent, context?: { awsRequestId?: string }): string {
  const id = event.requestContext?.requestId || context?.awsRequestId
  return id || process.getBuiltinModule('node:crypto').randomUUID()
}

function toHeaders({ headers = {}, cookies }: HttpEvent): HttpHeaders {
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) values.set(name.toLowerCase(), value)
  }
  if (cookies?.length) values.set('cookie', cookies.join('; '))
  return {
    get: (name) => values.get(name.toLowerCase()) ?? null,
    has: (name) => values.has(name.toLowerCase()),
    entries: () => values.entries(),
  }
}

// API Gateway hands over the decoded path, the local cloud the path as it was sent. Which of the two
// it is cannot always be told; what decodes is left as it is, what does not was decoded already.
function toPath(raw: string): string {
  const path = raw.startsWith('/') ? raw : `/${raw}`
  const encoded = isDecodable(path) ? path : path.replaceAll('%', '%25')
  return encoded.toWellFormed().replace(/[^\w\-.~!$&'()*+,;=:@/%]+/g, encodeURIComponent)
}

/** Whether its percent-encoding is well-formed. */
export function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function toUrl(event: HttpEvent, headers: HttpHeaders, path: string, search: string): URL {
  const scheme = /^http\b/.test(headers.get('x-forwarded-proto') ?? '') ? 'http' : 'https'
  const host = headers.get('host') ?? event.requestContext?.domainName ?? ''
  const url = new URL(URL.parse(`${scheme}://${host}`)?.origin ?? `${scheme}://localhost`)
  // Set apart from the host: a path such as `//example.com` must not become one.
  url.pathname = path
  url.search = search
  return url
}
