/**
 * Generators of bad requests: what scanners, broken clients and attackers send.
 *
 * @module
 */
import fc from 'fast-check'
import type { HttpEventInit } from '#framework/testing/events.ts'

/** A request to a path of the site. */
export interface FuzzedRequest extends HttpEventInit {
  path: string
}

/** Stands for a writer's own header, which a generator cannot ask for. */
export const asWriter = 'as a writer'

const knownRoutes = [
  'GET /',
  'GET /articles/a',
  'POST /articles/a/views',
  'GET /feed.xml',
  'GET /sitemap.xml',
  'GET /robots.txt',
  'GET /health',
  'GET /health?deep',
  'GET /write',
  'GET /write/a',
  'POST /write',
  'POST /write/preview',
  'GET /graphql',
  'POST /graphql',
  'GET /sign-in',
  'GET /sign-in?return=//x',
  'GET /signed-in',
  'POST /auth/session',
  'POST /auth/sign-out',
  'GET /account',
  'POST /account',
  'GET /account/export',
  'POST /account/delete',
  'POST /account/sign-out-everywhere',
  'GET /newsletter',
  'POST /newsletter',
  'GET /newsletter/confirm',
  'POST /newsletter/confirm',
  'GET /newsletter/unsubscribe',
  'POST /newsletter/unsubscribe',
].map((route) => route.split(' ') as [method: string, path: string])
const segment = fc.oneof(
  fc.string({ unit: 'binary' }).map(encodeURIComponentSafely),
  fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[?#]/g, '')),
  fc.constantFrom('..', '.', '%', '%E0%A4%A', '%00', '%2e%2e%2f', '~', "'", '"', '<script>', '🙂'),
  fc.string({ minLength: 500, maxLength: 4000 }).map(encodeURIComponentSafely),
)
const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom('?after=x', '?token=x', '?after=%', '?a=1&a=2', '?__proto__=1', '?=', '?&&&'),
  fc.string({ unit: 'binary' }).map((text) => `?after=${encodeURIComponentSafely(text)}`),
  fc.base64String().map((text) => `?token=${text}`),
)
const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...knownRoutes.map(([, known]) => known)), query)
      .map(([a, b]) => (a.includes('?') ? a : a + b)),
  },
  {
    weight: 1,
    arbitrary: fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`),
  },
  { weight: 1, arbitrary: segment.map((part) => `/articles/${part}`) },
  { weight: 1, arbitrary: segment.map((part) => `/articles/${part}/views`) },
)

const method = fc.constantFrom(
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'BREW',
)

const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 200 })
const headers = fc.record(
  {
    accept: fc.oneof(fc.constantFrom('text/html', '*/*', 'application/json', ''), printable),
    'content-type': fc.oneof(
      fc.constantFrom(
        'application/json',
        'application/json; charset=utf-16',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain',
        'application/graphql-response+json',
        '',
      ),
      printable,
    ),
    'sec-fetch-site': fc.constantFrom(
      'same-origin',
      'same-origin',
      'same-origin',
      'cross-site',
      'x',
    ),
    'if-none-match': fc.oneof(fc.constantFrom('*', 'W/"x"', '"'), printable),
    cookie: fc.oneof(
      fc.constantFrom('a=b; c', '=', ';;;', '__proto__=x', 'session=x.y.z', 'session=%00'),
      printable,
    ),
    authorization: fc.oneof(
      { weight: 4, arbitrary: fc.constant(asWriter) },
      { weight: 1, arbitrary: fc.constantFrom('Bearer', 'Bearer x.y.z', 'Basic !!', '', ',') },
    ),
    'x-forwarded-for': printable,
    'x-request-id': printable,
    'content-length': fc.constantFrom('-1', 'x', '99999999999'),
    'accept-language': printable,
    range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x'),
  },
  { requiredKeys: [] },
)

const hostile = fc.constantFrom(
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '{"__proto__":{"a":1}}',
  '{"email":{"$gt":""}}',
  '{"body":1}',
  '[[[[[[[[[[[[[[[[',
  'email=',
  'email=a%00@b.c',
  'email=a%0d%0aBcc:%20b@c.d@e.f',
  'intent=publish',
  'title=%ff%fe&body=x&intent=save',
  'slug=..%2f..&version=-1&title=x',
  'List-Unsubscribe=One-Click',
  'x'.repeat(70_000),
)
const body = fc.oneof(
  fc.constant(undefined),
  hostile,
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.uint8Array({ maxLength: 500 }),
  fc
    .dictionary(
      fc.constantFrom(
        'email',
        'token',
        'title',
        'body',
        'summary',
        'tags',
        'slug',
        'version',
        'intent',
      ),
      fc.string({ unit: 'binary' }),
    )
    .map((form) => new URLSearchParams(form)),
)

const target = fc.oneof(
  { weight: 2, arbitrary: fc.record({ path, method }) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...knownRoutes), query)
      .map(([[known, at], extra]) => ({ method: known, path: at.includes('?') ? at : at + extra })),
  },
)
const origin = fc.constantFrom(undefined, undefined, undefined, 'null', 'https://evil.example', 'x')

/** Any request: known and unknown paths, odd methods, headers and bodies. */
export const anyRequest: fc.Arbitrary<FuzzedRequest> = fc
  .record({ target, headers, origin, body })
  .map(({ target: { path: at, method: how }, headers: sent, origin: from, body: content }) => ({
    path: at,
    method: how,
    headers: { ...sent, ...(from && { origin: from }) },
    ...(content !== undefined && { body: content }),
  }))

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
