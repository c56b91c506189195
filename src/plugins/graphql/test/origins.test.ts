import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { createAsk } from './ask.ts'

const ask = createAsk()

describe('a page of another site', () => {
  it.each([
    'text/plain',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('cannot post %s', async (type) => {
    const { status, body } = await ask({ query: '{ up }', headers: { 'content-type': type } })

    assert.equal(status, 415)
    assert.equal(body.errors?.[0]?.extensions['code'], 'UNSUPPORTED_MEDIA_TYPE')
  })

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('cannot get anything (%o)', async (headers) => {
    const { status, body } = await ask({ method: 'GET', search: { query: '{ up }' }, headers })

    assert.equal(status, 403)
    assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_CSRF')
  })

  it.each(['x-graphql-yoga-csrf', 'apollo-require-preflight'])(
    'can get with %s, which needs our leave',
    async (name) => {
      const headers = { [name]: '1', 'sec-fetch-site': 'cross-site' }
      const { status } = await ask({ method: 'GET', search: { query: '{ up }' }, headers })

      assert.equal(status, 200)
    },
  )
})

describe('another origin', () => {
  const origin = 'https://admin.example.com'
  const open = createAsk({ origins: [origin] })

  it('gets no leave unless it is named', async () => {
    const preflight = { origin, 'access-control-request-method': 'POST' }

    for (const answer of [
      await ask({ method: 'OPTIONS', headers: preflight }),
      await ask({ query: '{ up }', headers: { origin } }),
      await open({ method: 'OPTIONS', headers: { ...preflight, origin: 'https://x.example' } }),
    ]) {
      assert.equal(answer.headers['access-control-allow-origin'], undefined)
    }
  })

  it('gets leave by name, and without cookies', async () => {
    const preflight = await open({ method: 'OPTIONS', headers: { origin } })
    const { headers } = await open({ query: '{ up }', headers: { origin } })

    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers['access-control-allow-origin'], origin)
    assert.match(preflight.headers['access-control-allow-headers']!, /content-type/)
    assert.equal(preflight.headers['access-control-allow-credentials'], undefined)
    assert.equal(headers['access-control-allow-origin'], origin)
    assert.equal(headers['vary'], 'origin')
  })
})
