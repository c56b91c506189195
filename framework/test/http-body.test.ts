import assert from 'node:assert/strict'
import { describe, it, vi } from 'vitest'
import { http, json, type HttpHandler } from '../http.ts'
import { z } from '../validate.ts'
import { captured, post, receive, send, useLog } from './http-events.ts'

useLog()

describe('a body', () => {
  it('is checked against a schema', async () => {
    const good = await post(titleOf, '{"title":"Hello","more":1}')
    const bad = await post(titleOf, '{"title":1}')

    assert.deepEqual(JSON.parse(good.body), { title: 'Hello' })
    assert.equal(bad.statusCode, 422)
    const { code, detail, errors } = JSON.parse(bad.body)
    assert.deepEqual([code, detail], ['INVALID_INPUT', 'The body is not valid'])
    assert.deepEqual(errors, [{ path: 'title', message: 'must be a text' }])
  })

  it('of a form is checked too', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }

    assert.equal((await post(echoTitle, 'title=Hello', form)).body, '{"title":"Hello"}')
    assert.equal((await post(echoTitle, 'title=x', form)).statusCode, 422)
    assert.equal((await post(echoTitle, '__proto__=x', form)).statusCode, 422)
  })

  it('that is not JSON is answered 400 INVALID_JSON', async () => {
    for (const body of ['', '{', '{"a":}', 'undefined', '[1,]', '\u0000']) {
      const result = await post(echoJson, body)
      assert.equal(result.statusCode, 400, body)
      assert.equal(JSON.parse(result.body).code, 'INVALID_JSON')
    }
    assert.equal((await post(echoJson, '\uFEFF{"a":1}')).body, '{"a":1}')
  })

  it('of another type is answered 415, with the type that is taken', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      '',
      'application/jsonp',
    ]) {
      const result = await post(echoJson, '{}', { 'content-type': type })
      assert.equal(result.statusCode, 415, type)
      assert.equal(result.headers['accept'], 'application/json')
    }
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
      const result = await post(echoForm, 'a=b', { 'content-type': type })
      assert.equal(JSON.parse(result.body).code, 'UNSUPPORTED_MEDIA_TYPE', type)
    }
    for (const type of ['Application/JSON; charset=utf-8', 'application/vnd.api+json']) {
      assert.equal((await post(echoJson, '{}', { 'content-type': type })).statusCode, 200, type)
    }
  })

  it('that is not UTF-8 is answered 400', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('base64')
    const event = { ...captured('http-post-json'), body, isBase64Encoded: true }

    const result = await http(echoJson)(event, {})

    assert.equal(result.statusCode, 400)
    assert.equal(JSON.parse(result.body).detail, 'The body is not valid UTF-8')
  })

  it('above the limit is answered 413, and never reaches the handler', async () => {
    const handler = vi.fn(() => json({}))
    const limit = { bodyLimit: 10 }

    const within = await post(handler, '1234567890', {}, limit)
    const above = await post(handler, '12345678901', {}, limit)
    const wide = await post(handler, 'éééééé', {}, limit)
    const encoded = Buffer.alloc(11).toString('base64')
    const base64 = await send(handler, { body: encoded, isBase64Encoded: true }, limit)
    const standard = await post(handler, 'x'.repeat(1024 * 1024 + 1))

    assert.equal(within.statusCode, 200)
    for (const result of [above, wide, base64, standard]) {
      assert.equal(result.statusCode, 413)
      assert.equal(JSON.parse(result.body).code, 'BODY_TOO_LARGE')
    }
    assert.equal(handler.mock.calls.length, 1)
  })

  it('can be read more than once', async () => {
    const [request] = await receive(captured('http-post-json'))

    assert.deepEqual(await request.json(), await request.json())
  })
})

const schema = z.object({ title: z.string().check(z.minLength(2)) })

const echoJson: HttpHandler = async (request) => json(await request.json())
const echoForm: HttpHandler = async (request) => json(await request.form())
const echoTitle: HttpHandler = async (request) => json(await request.form(schema))

const titleOf: HttpHandler = async (request) => {
  const { title } = await request.json(schema)
  return json({ title })
}
