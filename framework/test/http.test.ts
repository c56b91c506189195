import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, it, vi } from 'vitest'
import { kernelErrors } from '../errors.ts'
import { http, json, type HttpEvent } from '../http.ts'
import { log, requestId } from '../log.ts'
import { captured, receive, send, stubDeployed, useLog, withMethod } from './http-events.ts'

const { entries, lines } = useLog()

describe('a captured event', () => {
  it('becomes a request', async () => {
    const [request, params] = await receive(captured('http-get'))

    assert.equal(request.method, 'GET')
    assert.equal(request.path, '/articles/first-light')
    assert.equal(request.query.get('page'), '2')
    assert.equal(
      request.url.href,
      'https://r3pmxmplak.execute-api.eu-central-1.amazonaws.com/articles/first-light?ref=feed&page=2',
    )
    assert.equal(request.ip, '203.0.113.7')
    assert.equal(request.id, 'UZ17d6c65FiAEJdg=')
    assert.equal(request.headers.get('Accept-Language'), 'en-GB,en;q=0.9')
    assert.equal(request.headers.get('x-absent'), null)
    assert.equal(request.headers.has('HOST'), true)
    assert.deepEqual(params, { slug: 'first-light' })
    assert.equal(await request.text(), '')
  })

  it('with JSON: parsed, text and bytes', async () => {
    const [request] = await receive(captured('http-post-json'))

    assert.deepEqual(await request.json(), { title: 'Café', tags: ['a', 'b'] })
    assert.equal(await request.text(), '{"title":"Café","tags":["a","b"]}')
    assert.equal((await request.bytes()).byteLength, 34)
  })

  it('with a form: decoded from base64, the last of repeated fields', async () => {
    const [request] = await receive(captured('http-post-form'))

    assert.deepEqual(await request.form(), { title: 'Café au lait', body: 'a&b=c', tag: 'two' })
  })

  it('with binary: the bytes that were sent', async () => {
    const [request] = await receive(captured('http-post-binary'))

    assert.deepEqual(
      [...(await request.bytes())],
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe, 0x80],
    )
  })

  it('with several cookies: decoded, the first of one name', async () => {
    const [request] = await receive(captured('http-cookies'))

    assert.deepEqual(
      [...request.cookies],
      [
        ['__Host-session', 'eyJwIjp7fX0.abc-_'],
        ['theme', 'dark'],
        ['name', 'Ada Lovelace'],
        ['quoted', 'a b'],
        ['odd', '100%'],
      ],
    )
    assert.match(request.headers.get('cookie')!, /^__Host-session=.*; theme=dark; /)
  })

  it('with repeated keys and headers: all of them', async () => {
    const [request] = await receive(captured('http-repeated'))

    assert.deepEqual(request.query.getAll('tag'), ['a', 'b,c'])
    assert.deepEqual(request.query.getAll('q'), ['two words', 'é'])
    assert.equal(request.query.get('empty'), '')
    assert.equal(request.headers.get('x-custom'), 'one,two')
    assert.ok([...request.headers.entries()].some(([name]) => name === 'x-custom'))
  })

  it('with a path that API Gateway has decoded: parameters as they are, the path encoded', async () => {
    stubDeployed('staging')

    const [request, params] = await receive(captured('http-encoded-path'))

    assert.deepEqual(params, { slug: 'café & 100%' })
    assert.equal(request.path, '/articles/caf%C3%A9%20&%20100%25')
    assert.equal(decodeURIComponent(request.path), '/articles/café & 100%')
    assert.equal(request.url.pathname, request.path)
  })

  it('with an empty body: no text, no JSON', async () => {
    const [request] = await receive(captured('http-empty-body'))

    assert.equal(await request.text(), '')
    assert.equal((await request.bytes()).byteLength, 0)
    await assert.rejects(request.json(), { code: 'INVALID_JSON', detail: 'The body is empty' })
  })

  it('of a catch-all route: the rest of the path', async () => {
    const [request, params] = await receive(captured('http-catchall'))

    assert.deepEqual(params, { proxy: 'old/pages/about.html' })
    assert.equal(request.path, '/old/pages/about.html')
  })

  it('of a REST API is refused in words', async () => {
    const handler = http(() => json({}))

    await assert.rejects(
      handler(captured('rest-v1-get'), {}),
      /an API Gateway REST event \(payload version 1\.0\).*payloadFormatVersion to 2\.0/,
    )
    await assert.rejects(handler({} as HttpEvent, {}), /an event of another kind/)
  })
})

describe('the path', () => {
  it('never becomes another host, query or fragment', async () => {
    const paths = ['//evil.example/x', '/a?b=c', '/a#b', '/\\evil.example', '', 'x']
    const requests = await Promise.all(paths.map((rawPath) => receive({ rawPath })))

    for (const [request] of requests) {
      assert.equal(request.url.hostname, 'r3pmxmplak.execute-api.eu-central-1.amazonaws.com')
      assert.equal(request.url.search, '?ref=feed&page=2')
      assert.equal(request.url.hash, '')
    }
    assert.deepEqual(
      requests.map(([request]) => request.path),
      ['//evil.example/x', '/a%3Fb=c', '/a%23b', '/%5Cevil.example', '/', '/x'],
    )
  })

  it('is answered 400 when its encoding is malformed', async () => {
    for (const rawPath of ['/%', '/%zz', '/%ff', '/articles/%E0%A4%A']) {
      const result = await send(() => json({}), { rawPath })

      assert.equal(result.statusCode, 400, rawPath)
      assert.equal(JSON.parse(result.body).code, 'BAD_REQUEST')
    }
  })

  it('is not decoded twice', async () => {
    const event = { rawPath: '/articles/%2541', pathParameters: { slug: '%41' } }

    const [request, params] = await receive(event)

    assert.deepEqual(params, { slug: '%41' })
    assert.equal(request.path, '/articles/%2541')
  })

  it('survives half of a character', async () => {
    const [request] = await receive({ rawPath: '/\ud800' })

    assert.equal(request.path, '/%EF%BF%BD')
  })

  it('comes with an address even when the host is nonsense', async () => {
    const [request] = await receive({ headers: { host: 'a b<>' } })

    assert.equal(request.url.origin, 'https://localhost')
  })
})

describe('methods', () => {
  it('OPTIONS is answered with what is allowed, and allows no other site anything', async () => {
    const handler = vi.fn(() => json({}))
    const event = captured('http-options')

    const any = await http(handler)(event, {})
    const some = await http(handler, { methods: ['GET', 'POST'] })(event, {})

    assert.equal(any.statusCode, 204)
    assert.equal(any.headers['allow'], 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS')
    assert.equal(some.headers['allow'], 'GET, HEAD, POST, OPTIONS')
    assert.ok(!Object.keys(some.headers).some((name) => name.startsWith('access-control-')))
    assert.equal(handler.mock.calls.length, 0)
  })

  it('OPTIONS reaches the handler that names it', async () => {
    const handler = http(() => json({ mine: true }), { methods: ['GET', 'OPTIONS'] })

    assert.equal((await handler(captured('http-options'), {})).body, '{"mine":true}')
  })

  it('others than those named are answered 405', async () => {
    const handler = http(() => json({}), { methods: ['GET'] })
    const statuses = async (method: string) =>
      (await handler(withMethod(captured('http-catchall'), method), {})).statusCode

    assert.deepEqual(await Promise.all(['GET', 'HEAD'].map(statuses)), [200, 200])
    const refused = await handler(withMethod(captured('http-catchall'), 'DELETE'), {})
    assert.equal(refused.statusCode, 405)
    assert.equal(refused.headers['allow'], 'GET, HEAD, OPTIONS')
    assert.equal(JSON.parse(refused.body).code, 'METHOD_NOT_ALLOWED')
  })
})

describe('the request id', () => {
  it('is of API Gateway, else of Lambda, else made up', async () => {
    const event = captured('http-get')
    const { requestId: _, ...requestContext } = event.requestContext!
    const bare = { ...event, requestContext }
    const handler = http((request) => json({ own: request.id, log: requestId() }))

    const made = JSON.parse((await handler(bare)).body)

    assert.equal(JSON.parse((await handler(event, {})).body).own, 'UZ17d6c65FiAEJdg=')
    assert.equal(JSON.parse((await handler(bare, { awsRequestId: 'l1' })).body).own, 'l1')
    assert.match(made.own, /^[\da-f-]{36}$/)
    assert.equal(made.log, made.own)
  })

  it('is in every line that the handler logs', async () => {
    await send(async () => {
      await Promise.resolve()
      log.info('working')
      return json({})
    })

    assert.equal(entries('working')[0].requestId, 'UZ17d6c65FiAEJdg=')
  })
})

describe('the line of a request', () => {
  it('tells method, path, status and time, and nothing of the query', async () => {
    await send(() => json({}), { rawQueryString: 'token=hidden' })
    await send(() => Promise.reject(kernelErrors.NOT_FOUND()))

    const [first, second] = entries('request')
    assert.deepEqual(
      [first.level, first.method, first.path, first.status, typeof first.ms],
      ['info', 'GET', '/articles/first-light', 200, 'number'],
    )
    assert.deepEqual([second.status, second.code], [404, 'NOT_FOUND'])
    assert.ok(lines.every((line) => !line.includes('hidden')))
  })
})

describe('any event', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const words = fc.dictionary(text, text, { maxKeys: 4 })
  const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain']
  const event = fc.record({
    rawPath: fc.oneof(fc.webPath(), text),
    rawQueryString: text,
    cookies: fc.array(text, { maxLength: 4 }),
    headers: fc.oneof(words, fc.record({ 'content-type': fc.constantFrom(...types), host: text })),
    pathParameters: words,
    body: fc.oneof(fc.json(), text, fc.base64String()),
    isBase64Encoded: fc.boolean(),
  })
  const handler = http(async (request, params) => {
    const body = request.method === 'GET' ? await request.json() : await request.form()
    const { path, url, cookies } = request
    const decoded = decodeURIComponent(path)
    const headers = { 'x-decoded': decoded, 'x-params': Object.values(params).join('\n') }
    return json({ body, url, query: [...request.query] }, { headers, cookies: [...cookies.keys()] })
  })

  it('is answered, and never by a failure of ours', async () => {
    const seen = new Set<number>()

    await fc.assert(
      fc.asyncProperty(event, fc.constantFrom('GET', 'POST'), async (changes, method) => {
        const result = await handler(
          withMethod({ ...captured('http-get'), ...changes }, method),
          {},
        )
        seen.add(result.statusCode)
        assert.ok(result.headers['x-request-id'])
        for (const value of [...Object.values(result.headers), ...result.cookies]) {
          assert.match(value, /^[ -~]*$/)
        }
        if (result.statusCode !== 200) assert.match(JSON.parse(result.body).code, /^[A-Z_]+$/)
      }),
      { numRuns: 500 },
    )

    assert.deepEqual([...seen].toSorted(), [200, 400, 415])
  })
})

describe('in a Lambda', () => {
  it('takes two parameters, as its runtime demands', () => {
    assert.equal(http(() => json({})).length, 2)
  })

  it('loads neither undici nor zod, streams, sockets or crypto', () => {
    const code = `
      import { http, json, html } from './framework/http.ts'
      import { readFileSync } from 'node:fs'
      const event = JSON.parse(readFileSync('test/events/http-post-json.json', 'utf8'))
      const before = new Set(process.moduleLoadList)
      const handler = http(async (request) => json({ body: await request.json(), url: request.url }))
      const { statusCode } = await handler(event, {})
      const handled = process.moduleLoadList.filter((name) => !before.has(name))
      console.log(JSON.stringify({ statusCode, all: process.moduleLoadList, handled }))`

    const out = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      env: { ARC_ENV: 'testing', LOG_LEVEL: 'info' },
      encoding: 'utf8',
    })

    const { statusCode, all, handled } = JSON.parse(out.trim().split('\n').at(-1)!)
    assert.equal(statusCode, 200)
    assert.deepEqual(
      all.filter((name: string) => /undici/.test(name)),
      [],
    )
    assert.deepEqual(
      handled.filter((name: string) => /crypto|stream|net$|perf_hooks|\bhttp/.test(name)),
      [],
    )
  })

  it('has no zod in what the adapter imports', () => {
    const sources = [
      'http',
      'http/body',
      'http/schema',
      'http/request',
      'http/answer',
      'log',
      'env',
    ]

    for (const name of sources) {
      assert.doesNotMatch(readFileSync(`framework/${name}.ts`, 'utf8'), /from '.*(zod|validate)/)
    }
  })
})
