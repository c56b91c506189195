import assert from 'node:assert/strict'
import { afterAll, beforeAll, beforeEach, describe, it, vi } from 'vitest'
import { clients } from '../twin/tenant.ts'
import { createApplication, refusalOf, type Application } from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

describe('the Management API of the twin of Auth0', () => {
  let twin: TestTwin
  let app: Application
  let token: string
  let id: string

  beforeAll(async () => {
    twin = await startTwin()
    app = await createApplication(twin)
    token = await getToken()
  })
  afterAll(() => twin.stop())
  beforeEach(async () => {
    app.browser.clear()
    id = await signUp()
  })

  async function getToken(scope?: string): Promise<string> {
    const response = await twin.post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: clients.management.id,
      client_secret: clients.management.secret,
      audience: `${twin.issuer}api/v2/`,
      ...(scope && { scope }),
    })
    return ((await response.json()) as { access_token: string }).access_token
  }

  let refreshToken: string
  async function signUp(): Promise<string> {
    const begun = await app.begin({ screen_hint: 'signup' })
    const page = await app.browser.open(begun.url)
    const fields = { email: `${crypto.randomUUID()}@example.org`, password: 'long enough' }
    const { url } = await app.browser.submit(page, fields)
    const tokens = await app.finish(url, begun)
    refreshToken = tokens.refresh_token!
    return tokens.claims()!.sub
  }

  async function call(method: string, path: string, data?: object, bearer = token) {
    const response = await fetch(`${twin.origin}/api/v2/users/${encodeURIComponent(id)}${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(data && { body: JSON.stringify(data) }),
    })
    const text = await response.text()
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    return { status: response.status, body }
  }

  it('shows a user', async () => {
    const { status, body } = await call('GET', '')

    const { user_id, name, identities, logins_count } = body as Record<string, unknown>
    assert.equal(status, 200)
    assert.equal(user_id, id)
    assert.match(String(name), /@example\.org$/)
    assert.equal(logins_count, 1)
    assert.deepEqual(identities, [
      {
        connection: 'Username-Password-Authentication',
        user_id: id.slice(6),
        provider: 'auth0',
        isSocial: false,
      },
    ])
  })

  it('changes a user, and what is in the next ID token', async () => {
    const { status, body } = await call('PATCH', '', {
      name: 'New Name',
      app_metadata: { plan: 'gold', trial: true },
    })
    const merged = await call('PATCH', '', { app_metadata: { trial: null, since: 2026 } })

    assert.equal(status, 200)
    assert.equal(body['name'], 'New Name')
    assert.deepEqual(merged.body['app_metadata'], { plan: 'gold', since: 2026 })
    assert.equal((await app.refresh(refreshToken)).claims()!['name'], 'New Name')
  })

  it.each([
    [{}, /Too few properties/],
    [{ colour: 'blue' }, /Additional properties not allowed: colour/],
    [{ picture: 'https://example.org/me.png' }, /does not imitate picture/],
    [{ name: 7 }, /Expected type string but found type number/],
    [{ name: '' }, /String is too short/],
    [{ email: 'nowhere' }, /format email/],
    [{ app_metadata: [] }, /Expected type object/],
    [{ password: 'short' }, /PasswordStrengthError/],
  ])('refuses to change %j', async (data, says) => {
    const { status, body } = await call('PATCH', '', data)

    assert.equal(status, 400)
    assert.equal(body['errorCode'], 'invalid_body')
    assert.match(String(body['message']), says)
  })

  it('refuses an address that somebody else has', async () => {
    const { status } = await call('PATCH', '', { email: 'writer@plugboard.example' })

    assert.equal(status, 400)
  })

  it('deletes a user with all that they hold, and says the same of nobody', async () => {
    const first = await call('DELETE', '')
    const second = await call('DELETE', '')

    assert.deepEqual([first.status, second.status], [204, 204])
    assert.equal((await call('GET', '')).status, 404)
    assert.equal((await refusalOf(app.refresh(refreshToken))).code, 'invalid_grant')
  })

  it('ends the sessions of a user, and leaves the refresh tokens', async () => {
    const { status } = await call('DELETE', '/sessions')

    const { url } = await app.browser.open((await app.begin({ prompt: 'none' })).url)
    assert.equal(status, 202)
    assert.equal(url.searchParams.get('error'), 'login_required')
    assert.ok(await app.refresh(refreshToken))
  })

  it('takes back the refresh tokens of a user, and leaves the sessions', async () => {
    const { status } = await call('DELETE', '/refresh-tokens')

    const { url } = await app.browser.open((await app.begin({ prompt: 'none' })).url)
    assert.equal(status, 202)
    assert.equal((await refusalOf(app.refresh(refreshToken))).code, 'invalid_grant')
    assert.ok(url.searchParams.get('code'))
  })

  it.each([
    ['GET', '', 'read:users'],
    ['PATCH', '', 'update:users'],
    ['DELETE', '', 'delete:users'],
    ['DELETE', '/sessions', 'delete:sessions'],
    ['DELETE', '/refresh-tokens', 'delete:refresh_tokens'],
  ])('lets %s users/:id%s only with %s', async (method, path, scope) => {
    const other = await getToken('read:sessions')

    const { status, body } = await call(method, path, undefined, other)

    assert.equal(status, 403)
    assert.deepEqual(body, {
      statusCode: 403,
      error: 'Forbidden',
      message: `Insufficient scope, expected any of: ${scope}`,
      errorCode: 'insufficient_scope',
    })
  })

  it('takes no token of a person, and none for the API', async () => {
    const response = await twin.post('/twin/tokens', { person: 'administrator' })
    const { access_token: other } = (await response.json()) as { access_token: string }

    const { status, body } = await call('GET', '', undefined, other)

    assert.equal(status, 401)
    assert.equal(body['message'], 'Invalid token')
  })

  it('takes no token that has expired', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_401_000 })

    const { status, body } = await call('GET', '')

    vi.useRealTimers()
    assert.equal(status, 401)
    assert.match(String(body['message']), /^Expired token/)
  })

  it.each([
    ['GET', '/roles'],
    ['POST', ''],
  ])('says that it does not imitate %s users/:id%s', async (method, path) => {
    const { status, body } = await call(method, path, method === 'POST' ? {} : undefined)

    assert.equal(status, 501)
    assert.match(String(body['message']), /The twin of Auth0 does not imitate/)
  })
})
