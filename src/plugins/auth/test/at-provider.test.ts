import assert from 'node:assert/strict'
import { afterEach, beforeAll, describe, it, vi } from 'vitest'
import { useApp, type AppResponse } from '#framework/testing.ts'
import { accounts } from '../accounts.ts'
import { accountDeleted } from '../deletion.ts'
import { createApplication, decode, type Application } from './twin-client.ts'
import type { TestTwin } from './twin-running.ts'

const app = useApp()

let origin: string
let application: Application
beforeAll(async () => {
  origin = `http://${process.env['AUTH0_DOMAIN']}`
  const site = `http://localhost:${process.env['PLUGBOARD_PORT']}`
  application = await createApplication({ origin, issuer: `${origin}/`, site } as TestTwin)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('what was got by signing in at the provider', () => {
  it('is good here, and begins a session', async () => {
    const { access_token: token } = await signIn('writer')
    const session = await post('/auth/session', token)
    const cookie = session.cookies.map((it) => it.split(';')[0]).join('; ')

    assert.equal(session.status, 204)
    assert.equal((await app.fetch('/write', { headers: { cookie } })).status, 200)
    assert.match((await app.fetch('/account', { headers: { cookie } })).text(), /Wren Writer/)
  })

  it('is good here as an access token only', async () => {
    const { id_token: token } = await signIn('writer')
    const response = await get('/write', token!)

    assert.equal(response.status, 401)
    assert.equal(codeOf(response), 'TOKEN_INVALID')
  })
})

describe('keys that rotate at the provider', () => {
  it('turn nobody away while requests are in flight, and end with their revocation', async () => {
    const old = (await signIn('writer')).access_token
    const fly = (token: string) =>
      Promise.all(Array.from({ length: 30 }, () => get('/write', token)))

    const before = fly(old)
    await at('/twin/rotate-keys')
    const fresh = (await signIn('writer')).access_token
    const answers = [await before, await fly(old), await fly(fresh)].flat()
    await at('/twin/revoke-previous')
    pass(10 * 60_000 + 1)
    const late = [await fly(old)].flat()

    assert.notEqual(keyOf(old), keyOf(fresh))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    assert.deepEqual(new Set(late.map(codeOf)), new Set(['TOKEN_INVALID']))
    assert.equal((await get('/write', fresh)).status, 200)
  })
})

describe('signing out everywhere', () => {
  it('ends the provider’s sessions and refresh tokens, too', async () => {
    const { access_token: token, refresh_token: refresh } = await signIn('editor')
    const response = await post('/account/sign-out-everywhere', token)

    assert.equal(response.status, 200)
    assert.doesNotMatch(response.text(), /still signed in at the sign-in provider/)
    assert.equal((await get('/account', token)).status, 401)
    await assert.rejects(application.refresh(refresh!), { error: 'invalid_grant' })
    assert.match((await application.browser.open((await application.begin()).url)).text, /<li>/)
    assert.equal((await get('/account', (await signIn('editor')).access_token)).status, 200)
  })

  it('ends all that is ours when the provider refuses, and says so', async () => {
    const { access_token: token } = await signIn('editor')
    vi.stubEnv('AUTH0_MANAGEMENT_CLIENT_SECRET', 'wrong')
    vi.stubEnv('AUTH0_MANAGEMENT_DOMAIN', `127.0.0.1:${new URL(origin).port}`)
    const response = await post('/account/sign-out-everywhere', token)

    assert.equal(response.status, 502)
    assert.match(response.text(), /SIGN_IN_PROVIDER_FAILED/)
    assert.equal(codeOf(await get('/account', token)), 'SIGNED_OUT')
  })
})

describe('deleting an account', () => {
  it('deletes the person at the provider, too', async () => {
    const { access_token: token, refresh_token: refresh } = await signIn('member')
    await get('/account', token)
    const response = await post('/account/delete', token, { confirm: 'yes' })
    await app.settle()

    assert.equal(response.status, 200)
    assert.equal((await at('/twin/tokens', { person: 'member' })).status, 404)
    await assert.rejects(application.refresh(refresh!))
    assert.ok((await accounts.get({ id: idOf(token) }))?.deletedAt)
  })

  it('is tried again when the provider fails', async () => {
    const { access_token: token } = await signIn('administrator')
    const person = { id: idOf(token), deletedAt: new Date(Date.now() + 1000).toISOString() }
    await get('/account', token)
    vi.stubEnv('AUTH0_MANAGEMENT_CLIENT_SECRET', 'wrong')
    vi.stubEnv('AUTH0_MANAGEMENT_DOMAIN', `127.0.0.1:${new URL(origin).port}`)
    await accountDeleted.publish(person)
    await app.settle()
    const meanwhile = await at('/twin/tokens', { person: 'administrator' })

    vi.unstubAllEnvs()
    await accountDeleted.publish(person)
    await app.settle()

    assert.equal(meanwhile.status, 200)
    assert.equal((await at('/twin/tokens', { person: 'administrator' })).status, 404)
  })
})

async function signIn(person: string) {
  application.browser.clear()
  return application.signIn(person)
}

function get(path: string, token: string): Promise<AppResponse> {
  return app.fetch(path, { headers: { authorization: `Bearer ${token}` } })
}

function post(
  path: string,
  token: string,
  fields: Record<string, string> = {},
): Promise<AppResponse> {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/html' }
  return app.fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers })
}

/** Of the twin, what only a twin can do. */
function at(path: string, data: object = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(data) })
}

function keyOf(token: string): unknown {
  return (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string })
    .kid
}

function idOf(token: string): string {
  return String(decode(token)['sub'])
}

function codeOf(response: AppResponse): string {
  return (response.json() as { code: string }).code
}

function pass(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
}
