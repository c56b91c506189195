import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { cached, cookie, json, type HttpResponse } from '../http.ts'
import { send } from './http-events.ts'

describe('an answer that caches may share', () => {
  it('stays as its handler has it', async () => {
    const value = await cacheControlOf(cached(json({}), { maxAge: 60, sMaxAge: 300 }))

    assert.equal(value, 'public, max-age=60, s-maxage=300')
  })

  it('is kept by none when it sets a cookie', async () => {
    const session = json({}, { cookies: [cookie('session', 'of one person')] })

    const value = await cacheControlOf(cached(session, { maxAge: 60, sMaxAge: 300 }))

    assert.equal(value, 'private, no-store')
  })

  it('is kept by browsers alone when it varies with what the key of CloudFront does not hold', async () => {
    const negotiated = json({}, { headers: { vary: 'Accept, Accept-Encoding' } })
    const options = { maxAge: 60, sMaxAge: 300, staleWhileRevalidate: 600 }

    const value = await cacheControlOf(cached(negotiated, options))

    assert.equal(value, 'private, max-age=60, stale-while-revalidate=600')
  })

  it('may vary with what the key holds', async () => {
    const vary = 'Cookie, Authorization, Origin, Accept-Encoding'

    const value = await cacheControlOf(cached(json({}, { headers: { vary } }), { maxAge: 60 }))

    assert.equal(value, 'public, max-age=60')
  })

  it('says private in its own words', async () => {
    const own = json({}, { headers: { 'cache-control': 'private, max-age=5', vary: 'accept' } })

    assert.equal(await cacheControlOf(own), 'private, max-age=5')
  })
})

async function cacheControlOf(response: HttpResponse): Promise<string | undefined> {
  return (await send(() => response)).headers['cache-control']
}
