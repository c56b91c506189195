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

const knownPaths = [
  '/',
  '/articles/a',
  '/articles/a/views',
  '/feed.xml',
  '/sitemap.xml',
  '/robots.txt',
  '/health',
  '/health?deep',
  '/write',
  '/write/a',
  '/write/preview',
  '/graphql',
  '/newsletter',
  '/newsletter/confirm',
  '/newsletter/unsubscribe',
]
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
      .tuple(fc.constantFrom(...knownPaths), query)
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
    origin: fc.constantFrom('null', 'https://evil.example', 'http://localhost:3333', 'x'),
    'sec-fetch-site': fc.constantFrom('cross-site', 'same-origin', 'none', 'x'),
    'if-none-match': fc.oneof(fc.constantFrom('*', 'W/"x"', '"'), printable),
    cookie: fc.oneof(fc.constantFrom('a=b; c', '=', ';;;', '__proto__=x'), printable),
    authorization: fc.constantFrom('Bearer', 'Bearer x.y.z', 'Basic !!'),
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

/** Any request: known and unknown paths, odd methods, headers and bodies. */
export const anyRequest: fc.Arbitrary<FuzzedRequest> = fc
  .record({ path, method, headers, body })
  .map(({ body: content, ...request }) => ({
    ...request,
    ...(content !== undefined && { body: content }),
  }))

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
