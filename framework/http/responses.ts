/**
 * Answers: one helper for each kind of content.
 *
 * @module
 */
import type { SafeHtml } from '../html.ts'
import { pagePolicy } from './csp.ts'
import type { HttpResponse, ResponseInit } from './types.ts'

export function json(data: unknown, init?: ResponseInit): HttpResponse {
  return respond(JSON.stringify(data) ?? 'null', 'application/json', init)
}

export function text(content: string, init?: ResponseInit): HttpResponse {
  return respond(content, 'text/plain; charset=utf-8', init)
}

/** XML; for feeds name the type: `xml(feed, { headers: { 'content-type': 'application/rss+xml' } })`. */
export function xml(content: string, init?: ResponseInit): HttpResponse {
  return respond(content, 'application/xml; charset=utf-8', init)
}

/** A page, under the strict content security policy; `init.csp` adds sources to it. */
export function html(markup: string | SafeHtml, init?: ResponseInit): HttpResponse {
  const response = respond(String(markup), 'text/html; charset=utf-8', init)
  response.headers['content-security-policy'] ??= pagePolicy(init?.csp)
  return response
}

export function bytes(data: Uint8Array, init?: ResponseInit): HttpResponse {
  return respond(data, 'application/octet-stream', init)
}

/** Sends the client elsewhere with GET (303); `init.status` for the other kinds. */
export function redirect(location: string, init?: ResponseInit): HttpResponse {
  const response = respond('', undefined, { status: 303, ...init })
  response.headers['location'] = location.trim().replace(/[\s\p{Cc}]/gu, encodeURIComponent)
  return response
}

export function noContent(init?: ResponseInit): HttpResponse {
  return respond('', undefined, { status: 204, ...init })
}

/** How long an answer may be kept, in seconds. */
export interface CacheOptions {
  /** By browsers. */
  maxAge: number
  /** By shared caches (CDN). */
  sMaxAge?: number
  /** How long a stale copy may be shown while a fresh one is fetched. */
  staleWhileRevalidate?: number
  /** For one person: no shared cache keeps it. */
  private?: boolean
}

/** Lets an answer be kept, and be asked for again cheaply: it gets an etag as well. */
export function cached(response: HttpResponse, options: CacheOptions): HttpResponse {
  const { maxAge, sMaxAge, staleWhileRevalidate } = options
  const directives = [options.private ? 'private' : 'public', `max-age=${maxAge}`]
  if (sMaxAge !== undefined && !options.private) directives.push(`s-maxage=${sMaxAge}`)
  if (staleWhileRevalidate !== undefined) {
    directives.push(`stale-while-revalidate=${staleWhileRevalidate}`)
  }
  const tagged = withEtag(response)
  return {
    ...tagged,
    headers: { ...tagged.headers, 'cache-control': directives.join(', ') },
  }
}

/** Adds an etag made from the content, unless there is one: `http()` then answers 304 by itself. */
export function withEtag(response: HttpResponse): HttpResponse {
  if (response.headers['etag']) return response
  const { createHash } = process.getBuiltinModule('node:crypto')
  const digest = createHash('sha256').update(response.body).digest('base64url').slice(0, 27)
  // Weak, since whatever compresses the answer on its way changes its bytes.
  return { ...response, headers: { ...response.headers, etag: `W/"${digest}"` } }
}

function respond(
  body: string | Uint8Array,
  contentType: string | undefined,
  { status = 200, headers, cookies = [] }: ResponseInit = {},
): HttpResponse {
  const lowered: Record<string, string> = contentType ? { 'content-type': contentType } : {}
  for (const [name, value] of Object.entries(headers ?? {})) lowered[name.toLowerCase()] = value
  return { status, headers: lowered, cookies: [...cookies], body }
}
