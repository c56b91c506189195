import assert from 'node:assert/strict'
import { describe, it, vi } from 'vitest'
import { kernelErrors } from '../errors.ts'
import { html, json, type HttpHandler, type HttpOptions } from '../http.ts'
import { captured, send, useLog } from './http-events.ts'

const { entries, lines } = useLog()

describe('an error', () => {
  it('of the catalogue is answered as problem details', async () => {
    const result = await send(() => {
      throw kernelErrors.CONFLICT({
        detail: 'Version 3 is newer',
        headers: { 'Retry-After': '1' },
        cause: new Error('secret'),
      })
    })

    assert.equal(result.statusCode, 409)
    assert.equal(result.headers['content-type'], 'application/problem+json')
    assert.equal(result.headers['retry-after'], '1')
    assert.deepEqual(JSON.parse(result.body), {
      type: 'urn:plugboard:error:CONFLICT',
      title: 'Somebody else changed this in the meantime',
      status: 409,
      detail: 'Version 3 is newer',
      instance: '/articles/first-light',
      code: 'CONFLICT',
      requestId: 'UZ17d6c65FiAEJdg=',
    })
    assert.equal(entries('request failed').length, 0)
  })

  it('of another kind is logged whole and answered with one sentence', async () => {
    const thrown = [new Error('database at 10.0.0.1', { cause: new Error('below') }), 'text', null]
    const results = await Promise.all(thrown.map((error) => send(thrower(error))))

    for (const result of results) {
      assert.equal(result.statusCode, 500)
      assert.deepEqual(JSON.parse(result.body), {
        type: 'urn:plugboard:error:INTERNAL',
        title: 'Something went wrong on our side',
        status: 500,
        detail: 'Something went wrong on our side. It has been recorded.',
        instance: '/articles/first-light',
        code: 'INTERNAL',
        requestId: 'UZ17d6c65FiAEJdg=',
      })
    }
    const logged = entries('request failed').find((entry) => entry.error?.cause)
    assert.equal(logged.level, 'error')
    assert.equal(logged.requestId, 'UZ17d6c65FiAEJdg=')
    assert.equal(logged.error.message, 'database at 10.0.0.1')
    assert.equal(logged.error.cause.message, 'below')
    assert.match(logged.error.stack, /http-errors\.test\.ts/)
  })

  it('about the environment is told to the log alone', async () => {
    const result = await send(() => {
      throw kernelErrors.MISSING_ENV('STRIPE_SECRET_KEY is not set')
    })

    assert.doesNotMatch(result.body, /STRIPE|MISSING_ENV/)
    assert.match(entries('request failed')[0].error.message, /STRIPE_SECRET_KEY is not set/)
  })

  it('of a passing kind is both answered and logged', async () => {
    const result = await send(() => {
      throw kernelErrors.UNAVAILABLE('Tables do not answer')
    })

    assert.equal(result.statusCode, 503)
    assert.equal(JSON.parse(result.body).detail, 'Tables do not answer')
    assert.equal(entries('request failed')[0].error.code, 'UNAVAILABLE')
  })

  it('keeps a deployed stage without its secret from answering anything', async () => {
    vi.resetModules()
    vi.stubEnv('ARC_ENV', 'production')
    vi.stubEnv('APP_SECRET', undefined)
    const fresh = await import('../http.ts')
    const { setLogOutput: setFreshOutput } = await import('../log.ts')
    setFreshOutput((line) => lines.push(line))
    const handler = vi.fn(() => json({}))

    const result = await fresh.http(handler)(captured('http-get'), {})

    assert.equal(result.statusCode, 500)
    assert.equal(JSON.parse(result.body).code, 'INTERNAL')
    assert.equal(handler.mock.calls.length, 0)
    assert.match(entries('request failed')[0].error.message, /APP_SECRET is not set/)
  })
})

describe('renderProblem', () => {
  const missing = thrower(kernelErrors.NOT_FOUND({ headers: { 'x-why': 'gone' } }))

  it('answers people with a page, programs with problem details', async () => {
    const options: HttpOptions = {
      renderProblem: ({ title, status }, request) =>
        html(`<h1>${status} ${title}</h1>${request.path}`),
    }

    const page = await send(missing, {}, options)
    const data = await send(missing, { headers: { accept: 'application/json' } }, options)

    assert.equal(page.statusCode, 404)
    assert.match(page.body, /<h1>404 There is nothing at this address<\/h1>\/articles/)
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
    assert.match(page.headers['content-security-policy']!, /script-src 'self'/)
    assert.equal(page.headers['x-why'], 'gone')
    assert.equal(data.headers['content-type'], 'application/problem+json')
    assert.deepEqual([page.headers['vary'], data.headers['vary']], ['accept', 'accept'])
  })

  it('is asked for bodies that are too large as well', async () => {
    const options: HttpOptions = { bodyLimit: 1, renderProblem: ({ code }) => html(code) }

    assert.equal((await send(missing, { body: 'xx' }, options)).body, 'BODY_TOO_LARGE')
  })

  it('that declines or fails leaves the plain answer', async () => {
    const declined = await send(missing, {}, { renderProblem: () => undefined })
    const failed = await send(missing, {}, { renderProblem: () => Promise.reject(new Error('oh')) })

    for (const result of [declined, failed]) {
      assert.equal(JSON.parse(result.body).code, 'NOT_FOUND')
    }
    assert.equal(entries('renderProblem failed')[0].error.message, 'oh')
  })
})

function thrower(error: unknown): HttpHandler {
  return () => {
    throw error
  }
}
