import assert from 'node:assert/strict'
import { beforeEach, describe, it, vi } from 'vitest'
import { appUrl } from '../env.ts'
import { http, noContent, requireSameOrigin, text } from '../http.ts'
import { captured, stubDeployed, useLog, withHeaders, withMethod } from './http-events.ts'

useLog()

describe('requireSameOrigin', () => {
  beforeEach(() => {
    stubDeployed()
  })

  it('lets our own pages pass, by either of our names', async () => {
    assert.equal(await status({ origin: 'https://www.example.com' }), 204)
    assert.equal(await status({ origin: `https://${captured('http-get').headers!['host']}` }), 204)
    assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 204)
    assert.equal(await status({ 'sec-fetch-site': 'none' }), 204)
  })

  it('lets programs pass that are no browser', async () => {
    assert.equal(await status({}), 204)
  })

  it('refuses pages of others', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'https://www.example.com.evil.example' },
      { origin: 'http://www.example.com' },
      { origin: 'null' },
      { origin: '' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    ]
    for (const headers of foreign) {
      assert.equal(await status(headers), 403, JSON.stringify(headers))
    }
  })

  it('does not take a name made to point at this machine for our own', async () => {
    vi.stubEnv('ARC_ENV', 'testing')
    vi.stubEnv('APP_URL', 'http://localhost:3333')

    assert.equal(await localStatus('evil.example:3333'), 403)
    assert.equal(await localStatus('localhost:3333'), 204)
    assert.equal(await localStatus('127.0.0.1:4444'), 204)
  })
})

describe('the address of the site', () => {
  const site = http(() => text(appUrl()))

  it('is the domain of the request, as API Gateway knows it, unless APP_URL says another', async () => {
    stubDeployed()
    const named = await site(withHeaders({ host: 'evil.example' }), {})
    vi.stubEnv('APP_URL', undefined)
    const learned = await site(withHeaders({ host: 'evil.example' }), {})

    assert.equal(named.body, 'https://www.example.com')
    assert.equal(learned.body, 'https://r3pmxmplak.execute-api.eu-central-1.amazonaws.com')
  })
})

const handler = http((request) => {
  requireSameOrigin(request)
  return noContent()
})

async function status(headers: Record<string, string>) {
  const result = await handler(withMethod(withHeaders(headers), 'POST'), {})
  return result.statusCode
}

function localStatus(host: string) {
  return status({ host, origin: `http://${host}`, 'x-forwarded-proto': 'http' })
}
