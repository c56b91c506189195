import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { kernelErrors } from '../errors.ts'
import {
  bytes,
  cached,
  cookie,
  html,
  http,
  json,
  noContent,
  redirect,
  text,
  withEtag,
  xml,
  type HttpHandler,
} from '../http.ts'
import { captured, send, stubDeployed, useLog, withHeaders, withMethod } from './http-events.ts'

const { entries } = useLog()

describe('a response', () => {
  it('has the type of its content', async () => {
    assert.equal(await typeOf(() => json([])), 'application/json')
    assert.equal(await typeOf(() => text('a')), 'text/plain; charset=utf-8')
    assert.equal(await typeOf(() => xml('<a/>')), 'application/xml; charset=utf-8')
    assert.equal(await typeOf(() => html('<p>')), 'text/html; charset=utf-8')
    assert.equal(await typeOf(() => bytes(new Uint8Array())), 'application/octet-stream')
    assert.equal(
      await typeOf(() => xml('<rss/>', { headers: { 'Content-Type': 'application/rss+xml' } })),
      'application/rss+xml',
    )
  })

  it('carries binary', async () => {
    const data = new Uint8Array([0, 255, 254, 128, 10])

    const result = await send(() => bytes(data, { headers: { 'content-type': 'image/png' } }))

    assert.equal(result.isBase64Encoded, true)
    assert.deepEqual([...Buffer.from(result.body, 'base64')], [...data])
    assert.equal((await send(() => json({}))).isBase64Encoded, false)
  })

  it('carries several cookies', async () => {
    const cookies = [cookie('a', '1'), cookie('b', '2')]

    const result = await send(() => json({}, { cookies }))

    assert.deepEqual(result.cookies, cookies)
    assert.ok(!('set-cookie' in result.headers))
  })

  it('sends elsewhere', async () => {
    const result = await send(() => redirect('/a b?c=é\r\nx: y'))

    assert.equal(result.statusCode, 303)
    assert.equal(result.headers['location'], '/a%20b?c=%C3%A9%0D%0Ax:%20y')
    assert.equal((await send(() => redirect('/', { status: 301 }))).statusCode, 301)
    assert.equal((await send(() => noContent())).statusCode, 204)
  })

  it('has the request id, security headers and no place in a cache', async () => {
    const { headers } = await send(() => json({}))

    assert.equal(headers['x-request-id'], 'UZ17d6c65FiAEJdg=')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.match(headers['permissions-policy']!, /camera=\(\)/)
    assert.match(headers['content-security-policy']!, /^default-src 'none'; frame-ancestors 'none'/)
    assert.ok(!('strict-transport-security' in headers))
  })

  it('asks for https once deployed', async () => {
    stubDeployed()

    const { headers } = await send(() => json({}))

    assert.match(headers['strict-transport-security']!, /^max-age=\d{8}$/)
  })

  it('may replace a default header, never the request id', async () => {
    const headers = { 'X-Frame-Options': 'SAMEORIGIN', 'x-request-id': 'mine' }

    const result = await send(() => json({}, { headers }))

    assert.equal(result.headers['x-frame-options'], 'SAMEORIGIN')
    assert.equal(result.headers['x-request-id'], 'UZ17d6c65FiAEJdg=')
  })

  it('cannot be given a header of the client’s making', async () => {
    const headers = { 'x-name': 'a\r\nset-cookie: evil=1', 'x-emoji': 'né 😀\u0000' }
    const cookies = ['a=b\r\nlocation: https://evil.example']

    const result = await send(() => json({}, { headers, cookies }))

    assert.equal(result.headers['x-name'], 'a set-cookie: evil=1')
    assert.equal(result.headers['x-emoji'], 'n%C3%A9 %F0%9F%98%80')
    assert.deepEqual(result.cookies, ['a=b location: https://evil.example'])
    assert.equal((await send(() => json({}, { headers: { 'a\nb': 'c' } }))).statusCode, 500)
  })

  it('too large for Lambda is logged and answered 500', async () => {
    const fits = await send(() => bytes(new Uint8Array(4 * 1024 * 1024)))
    const large = await send(() => bytes(new Uint8Array(5 * 1024 * 1024)))
    const escaped = await send(() => text('"\n'.repeat(1_600_000)))

    assert.equal(fits.statusCode, 200)
    for (const result of [large, escaped]) {
      assert.equal(result.statusCode, 500)
      assert.equal(JSON.parse(result.body).code, 'INTERNAL')
    }
    assert.match(entries('request failed')[0].error.message, /Lambda returns at most.*pages/)
  })
})

describe('a page', () => {
  it('has a strict content security policy', async () => {
    assert.deepEqual(await policyOf(() => html('<p>')), [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
  })

  it('can add sources to it, and not break out of it', async () => {
    const csp = {
      'img-src': ['https://images.example.com'],
      'frame-src': ['https://pay.example.com'],
      'frame-ancestors': ["'self'"],
    }

    const directives = await policyOf(() => html('<p>', { csp }))
    const broken = await send(() =>
      html('', { csp: { 'img-src': ["a; script-src 'unsafe-inline'"] } }),
    )

    assert.ok(directives.includes("img-src 'self' data: https://images.example.com"))
    assert.ok(directives.includes('frame-src https://pay.example.com'))
    assert.ok(directives.includes("frame-ancestors 'self'"))
    assert.ok((await policyOf(() => html('<p>'))).includes("img-src 'self' data:"))
    assert.equal(broken.statusCode, 500)
  })
})

describe('HEAD', () => {
  it('has the headers of GET and no body', async () => {
    const init = { headers: { 'x-a': 'b' }, cookies: ['a=b'] }
    const handler = http(() => html('<p>é</p>', init))
    const head = captured('http-head')

    const result = await handler(head, {})
    const got = await handler(withMethod(head, 'GET'), {})

    assert.equal(result.body, '')
    assert.equal(result.statusCode, 200)
    assert.deepEqual(result.headers, { ...got.headers, 'content-length': '9' })
    assert.deepEqual(result.cookies, got.cookies)
  })

  it('of an error, of binary, of nothing', async () => {
    const event = captured('http-head')

    const missing = await http(() => Promise.reject(kernelErrors.NOT_FOUND()))(event, {})
    const binary = await http(() => bytes(new Uint8Array(7)))(event, {})
    const nothing = await http(() => noContent())(event, {})

    assert.deepEqual([missing.statusCode, missing.body], [404, ''])
    assert.equal(missing.headers['content-type'], 'application/problem+json')
    assert.deepEqual([binary.body, binary.headers['content-length']], ['', '7'])
    assert.ok(!('content-length' in nothing.headers))
  })
})

describe('an etag', () => {
  it('that the client has is answered 304, without content', async () => {
    const first = await ask(undefined)
    const etag = first.headers['etag']!

    const again = await ask(`"other", ${etag}`)
    const strong = await ask(etag.slice(2))
    const head = await ask(etag, page, 'HEAD')

    assert.equal(first.statusCode, 200)
    for (const result of [again, strong, head, await ask('*')]) {
      assert.equal(result.statusCode, 304)
      assert.equal(result.body, '')
      assert.ok(!('content-type' in result.headers))
      assert.equal(result.headers['etag'], etag)
      assert.ok(result.headers['x-request-id'])
    }
  })

  it('differs with the content', async () => {
    const etag = (await ask(undefined)).headers['etag']!

    assert.equal((await ask(etag, () => withEtag(html('<p>other</p>')))).statusCode, 200)
    assert.equal((await ask('nonsense')).statusCode, 200)
  })

  it('counts for pages that were found and asked for only', async () => {
    const failed = await ask('*', () => ({ ...page(), status: 404 }))
    const posted = await ask('*', page, 'POST')

    assert.deepEqual([failed.statusCode, posted.statusCode], [404, 200])
  })

  it('comes with cached', async () => {
    const options = { maxAge: 60, sMaxAge: 300, staleWhileRevalidate: 3600 }

    const { headers } = await send(() => cached(json({}), options))

    assert.equal(
      headers['cache-control'],
      'public, max-age=60, s-maxage=300, stale-while-revalidate=3600',
    )
    assert.match(headers['etag']!, /^W\/"[\w-]{27}"$/)
    const own = await send(() => cached(json({}), { maxAge: 0, sMaxAge: 9, private: true }))
    assert.equal(own.headers['cache-control'], 'private, max-age=0')
  })
})

const page = () => withEtag(html('<p>same</p>'))

function ask(tag: string | undefined, handler: HttpHandler = page, method = 'GET') {
  return http(handler)(withMethod(withHeaders({ 'if-none-match': tag }), method), {})
}

async function typeOf(handler: HttpHandler) {
  const { headers } = await send(handler)
  return headers['content-type']
}

async function policyOf(handler: HttpHandler) {
  const { headers } = await send(handler)
  return headers['content-security-policy']!.split('; ')
}
