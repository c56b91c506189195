import assert from 'node:assert/strict'
import { services } from 'plugboard:services'
import { afterAll, afterEach, beforeAll, describe, it, vi } from 'vitest'
import { useApp, type AppResponse } from '#framework/testing.ts'
import { startProvider, type TestProvider } from './provider.ts'

const app = useApp()
const hasApi = services.some(({ name }) => name === 'graphql')
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterEach(() => {
  vi.unstubAllEnvs()
})
afterAll(() => provider.stop())

describe('post /auth/session', () => {
  it('begins a session for the token it is sent', async () => {
    const token = provider.sign({ sub: 'auth0|session' })
    const response = await begin(token)
    const [session, person] = response.cookies

    assert.equal(response.status, 204)
    assert.match(session!, /^session=[\w.-]+; Path=\/; SameSite=Lax; Max-Age=\d+; HttpOnly$/)
    assert.ok(Math.abs(maxAgeOf(session!) - 3600) < 5)
    assert.match(person!, /^person=[^;]+; Path=\/; SameSite=Lax; Max-Age=1296000$/)
    assert.deepEqual(JSON.parse(decodeURIComponent(/=([^;]+)/.exec(person!)![1]!)), {
      name: 'Wren Writer',
      permissions: ['articles:write'],
    })
    assert.equal((await app.fetch('/write', { headers: toCookies(response) })).status, 200)
  })

  it('ties the cookie to this host where the site is on https', async () => {
    vi.stubEnv('APP_URL', 'https://www.example.com')
    const response = await begin(provider.sign(), { origin: 'https://www.example.com' })

    assert.match(
      response.cookies[0]!,
      /^__Host-session=[^;]+; Path=\/; SameSite=Lax; Max-Age=\d+; HttpOnly; secure$/,
    )
    assert.match(response.cookies[1]!, /; secure$/)
    const page = await app.fetch('/write', { headers: toCookies(response) })
    const plain = await app.fetch('/write', { headers: { cookie: `session=${provider.sign()}` } })
    assert.deepEqual([page.status, plain.status], [200, 401])
  })

  it('wants the token as a bearer, not as the cookie that it makes of it', async () => {
    const headers = toCookies(await begin(provider.sign()))
    const response = await app.fetch('/auth/session', { method: 'POST', headers })

    assert.equal(response.status, 401)
    assert.equal(codeOf(response), 'SIGN_IN_REQUIRED')
    assert.deepEqual(response.cookies, [])
  })

  it.each([
    ['a bad token', () => provider.sign({ aud: 'x' }), 401, 'TOKEN_INVALID'],
    ['a program', () => provider.sign({ gty: 'client-credentials' }), 403, 'PERSON_REQUIRED'],
    [
      'a token too large for a cookie',
      () => provider.sign({ padding: 'x'.repeat(3000) }),
      431,
      'TOKEN_TOO_LARGE',
    ],
  ])('refuses %s', async (_what, toToken, status, code) => {
    const response = await begin(toToken())

    assert.equal(response.status, status)
    assert.equal(codeOf(response), code)
    assert.deepEqual(response.cookies, [])
  })
})

describe('a session', () => {
  it('counts for nothing beside an Authorization header', async () => {
    const cookies = toCookies(await begin(provider.sign()))
    const stranger = { ...cookies, authorization: `Bearer ${provider.sign({ permissions: [] })}` }
    const broken = { ...cookies, authorization: 'Bearer x' }

    assert.equal((await app.fetch('/write', { headers: stranger })).status, 403)
    assert.equal((await app.fetch('/write', { headers: broken })).status, 401)
  })

  it.runIf(hasApi)('is good for the API as well', async () => {
    const headers = toCookies(await begin(provider.sign({ sub: 'auth0|api' })))
    const { data } = await app.query('{ me { id name email permissions } }', {}, { headers })

    assert.deepEqual(data, {
      me: {
        id: 'auth0|api',
        name: 'Wren Writer',
        email: 'wren@example.org',
        permissions: ['articles:write'],
      },
    })
  })

  it('ends with post /auth/sign-out', async () => {
    const headers = { ...toCookies(await begin(provider.sign())), origin: origin() }
    const script = await app.fetch('/auth/sign-out', { method: 'POST', headers })
    const form = await app.fetch('/auth/sign-out', {
      method: 'POST',
      headers: { ...headers, ...browser },
    })

    assert.equal(script.status, 204)
    assert.equal(form.status, 303)
    assert.equal(form.headers.get('location'), '/')
    for (const { cookies } of [script, form]) {
      assert.match(cookies[0]!, /^session=; Path=\/; SameSite=Lax; Max-Age=0; HttpOnly$/)
      assert.match(cookies[1]!, /^person=; Path=\/; SameSite=Lax; Max-Age=0$/)
    }
  })

  it('sends a browser to sign in when it has run out, and back afterwards', async () => {
    const expired = { cookie: `session=${provider.sign({ exp: 1 })}` }
    for (const headers of [browser, { ...browser, ...expired }]) {
      const response = await app.fetch('/write/a-draft?saved', { headers })

      assert.equal(response.status, 303)
      assert.equal(
        response.headers.get('location'),
        '/sign-in?return=%2Fwrite%2Fa-draft%3Fsaved%3D',
      )
    }
  })

  it('does not send those to sign in who are, and may not', async () => {
    const token = provider.sign({ permissions: [] })
    const headers = { ...browser, cookie: `session=${token}` }
    const response = await app.fetch('/write', { headers })

    assert.equal(response.status, 403)
    assert.match(response.text(), /PERMISSION_MISSING/)
  })
})

describe('another site', () => {
  const posts = [
    '/auth/session',
    '/auth/sign-out',
    '/account',
    '/account/delete',
    '/account/sign-out-everywhere',
    '/write',
    '/write/preview',
  ]

  it.each(posts)('cannot post to %s in somebody’s name', async (path) => {
    const session = { cookie: `session=${provider.sign({ sub: 'auth0|victim' })}` }
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = 'name=Eve&version=1&confirm=yes&body=x'
    for (const foreign of foreigners()) {
      const headers = { ...session, ...type, ...foreign }
      const response = await app.fetch(path, { method: 'POST', headers, body })

      assert.equal(response.status, 403, JSON.stringify(foreign))
      assert.equal(codeOf(response), 'FORBIDDEN_ORIGIN')
      assert.deepEqual(response.cookies, [])
    }
  })

  it.runIf(hasApi)('cannot use the API in somebody’s name', async () => {
    const session = { cookie: `session=${provider.sign({ sub: 'auth0|victim' })}` }
    for (const foreign of foreigners()) {
      const headers = { ...session, ...foreign }
      const { errors } = await app.query(
        'mutation { signOutEverywhere { atProvider } }',
        {},
        { headers },
      )

      assert.equal(errors?.[0]?.extensions['code'], 'FORBIDDEN_ORIGIN')
    }
  })

  function foreigners(): Record<string, string>[] {
    return [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
  }
})

describe('get /sign-in', () => {
  it('tells the browser’s part where to sign in, and the way back', async () => {
    const page = (await app.fetch('/sign-in?return=/write/x%3Fsaved')).text()

    assert.match(page, new RegExp(`data-domain="${new URL(provider.issuer).host}"`))
    assert.match(page, /data-client-id="spa"/)
    assert.match(page, /data-audience="https:\/\/api\.test"/)
    assert.match(page, /data-return="\/write\/x\?saved"/)
    assert.match(page, /<noscript>/)
  })

  it('lets its scripts ask the provider, and nobody else', async () => {
    const response = await app.fetch('/sign-in')
    const policy = response.headers.get('content-security-policy')!
    const host = provider.issuer.slice(0, -1)

    assert.ok(policy.includes(`connect-src 'self' ${host};`), policy)
    assert.doesNotMatch(policy, /frame-src|worker-src/)
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
    'write',
  ])('leads nowhere else than to this site: %j', async (place) => {
    const page = (await app.fetch(`/sign-in?return=${encodeURIComponent(place)}`)).text()

    assert.match(page, /data-return="\/"/)
  })
})

function begin(token: string, headers: Record<string, string> = {}): Promise<AppResponse> {
  return app.fetch('/auth/session', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, origin: origin(), ...headers },
  })
}

function origin(): string {
  return process.env['APP_URL']!
}

function toCookies({ cookies }: AppResponse): { cookie: string } {
  return { cookie: cookies.map((it) => it.split(';')[0]).join('; ') }
}

function maxAgeOf(cookie: string): number {
  return Number(/Max-Age=(\d+)/.exec(cookie)![1])
}

function codeOf(response: AppResponse): string {
  return (response.json() as { code: string }).code
}
