import assert from 'node:assert/strict'
import { services } from 'plugboard:services'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { createKey, encode, signWithPublicKey, startProvider, tamper } from './provider.ts'
import type { TestProvider } from './provider.ts'

const app = useApp()
const hasApi = services.some(({ name }) => name === 'graphql')
const publish = 'mutation { publishArticle(slug: "no-such-article") { slug } }'

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())

/** What is wrong, the header that has it, and the code and status that it is refused with. */
const refusals: [what: string, authorization: () => string, code: string, status: number][] = [
  ['alg none', () => bearer(unsigned()), 'TOKEN_INVALID', 401],
  ['alg none, with a signature', () => bearer(signedNone()), 'TOKEN_INVALID', 401],
  ['HS256 with the public key', () => bearer(signWithPublicKey(provider)), 'TOKEN_INVALID', 401],
  ['another issuer', () => token({ iss: 'https://evil.example/' }), 'TOKEN_INVALID', 401],
  ['an issuer without its slash', () => token({ iss: withoutSlash() }), 'TOKEN_INVALID', 401],
  ['another audience', () => token({ aud: 'https://other.example' }), 'TOKEN_INVALID', 401],
  ['no audience', () => token({ aud: undefined }), 'TOKEN_INVALID', 401],
  ['a token that has expired', () => token({ exp: seconds(-10) }), 'TOKEN_EXPIRED', 401],
  ['a token without an end', () => token({ exp: undefined }), 'TOKEN_INVALID', 401],
  ['a token that is not valid yet', () => token({ nbf: seconds(60) }), 'TOKEN_INVALID', 401],
  ['a token of the future', () => token({ iat: seconds(60) }), 'TOKEN_INVALID', 401],
  ['a token of no time', () => token({ iat: undefined }), 'TOKEN_INVALID', 401],
  ['a key that nobody knows', () => bearer(signedByStranger()), 'TOKEN_INVALID', 401],
  ['a key of its own', () => bearer(signedWithOwnKey()), 'TOKEN_INVALID', 401],
  [
    'no name of a key',
    () => bearer(provider.sign({}, { header: { kid: undefined } })),
    'TOKEN_INVALID',
    401,
  ],
  ['a payload that was changed', () => bearer(tampered()), 'TOKEN_INVALID', 401],
  ['an ID token', () => bearer(idToken()), 'TOKEN_INVALID', 401],
  [
    'a token of another kind',
    () => bearer(provider.sign({}, { header: { typ: 'logout+jwt' } })),
    'TOKEN_INVALID',
    401,
  ],
  ['a token of nobody', () => token({ sub: undefined }), 'TOKEN_INVALID', 401],
  ['no token at all', () => 'Bearer x', 'TOKEN_INVALID', 401],
  ['another scheme', () => `Basic ${encode('writer:writer')}`, 'TOKEN_INVALID', 401],
  [
    'a token without the permission',
    () => token({ permissions: ['articles:read'] }),
    'PERMISSION_MISSING',
    403,
  ],
  [
    'a scope in place of a permission',
    () => token({ permissions: undefined, scope: 'articles:write' }),
    'PERMISSION_MISSING',
    403,
  ],
  ['two Authorization headers', () => `${token()},${token()}`, 'AUTHORIZATION_REPEATED', 400],
  ['a token of 100 kB', () => token({ padding: 'x'.repeat(75_000) }), 'TOKEN_TOO_LARGE', 431],
]

describe('a protected route', () => {
  it('is open to a good token', async () => {
    const response = await app.fetch('/write', { headers: { authorization: token() } })

    assert.equal(response.status, 200)
  })

  it('is closed to a stranger', async () => {
    const response = await app.fetch('/write')

    assert.equal(response.status, 401)
    assert.equal(codeOf(response.json()), 'SIGN_IN_REQUIRED')
    assert.equal(response.headers.get('www-authenticate'), 'Bearer')
  })

  it.each(refusals)('refuses %s', async (_what, toHeader, code, status) => {
    const response = await app.fetch('/write', { headers: { authorization: toHeader() } })

    assert.equal(response.status, status)
    assert.equal(codeOf(response.json()), code)
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
  })

  it('tells programs what is wrong in the words of RFC 6750', async () => {
    const challenge = async (authorization: string) =>
      (await app.fetch('/write', { headers: { authorization } })).headers.get('www-authenticate')

    assert.match((await challenge(token({ exp: seconds(-10) })))!, /^Bearer error="invalid_token"/)
    assert.equal(
      await challenge(token({ permissions: [] })),
      'Bearer error="insufficient_scope", scope="articles:write"',
    )
  })

  it('does not mind clocks that are a few seconds apart', async () => {
    for (const changes of [{ exp: seconds(-2) }, { nbf: seconds(2) }, { iat: seconds(2) }]) {
      const response = await app.fetch('/write', { headers: { authorization: token(changes) } })
      assert.equal(response.status, 200, JSON.stringify(changes))
    }
  })
})

describe.runIf(hasApi)('a protected field', () => {
  it('is open to a good token', async () => {
    const { errors } = await app.query(publish, {}, { headers: { authorization: token() } })

    assert.equal(errors?.[0]?.extensions['code'], 'ARTICLE_NOT_FOUND')
  })

  it('is closed to a stranger', async () => {
    const { data, errors } = await app.query(publish)

    assert.equal(data, null)
    assert.equal(errors?.[0]?.extensions['code'], 'SIGN_IN_REQUIRED')
  })

  it.each(refusals)('refuses %s', async (_what, toHeader, code) => {
    const headers = { authorization: toHeader() }
    const { data, errors } = await app.query(publish, {}, { headers })

    assert.equal(data, null)
    assert.equal(errors?.[0]?.extensions['code'], code)
  })
})

function bearer(text: string): string {
  return `Bearer ${text}`
}

function token(changes?: Record<string, unknown>): string {
  return bearer(provider.sign(changes))
}

function unsigned(): string {
  return `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(provider.claims())}.`
}

function signedNone(): string {
  const [, body, signature] = provider.sign().split('.')
  return `${encode({ alg: 'none', typ: 'at+jwt', kid: provider.keys[0]!.kid })}.${body}.${signature}`
}

function signedByStranger(): string {
  return provider.sign({}, { key: stranger })
}

// A key that the token brings along is nobody's.
function signedWithOwnKey(): string {
  const jwk = stranger.privateKey.export({ format: 'jwk' })
  const header = { kid: provider.keys[0]!.kid, jwk: { kty: 'RSA', n: jwk.n, e: jwk.e } }
  return provider.sign({}, { key: stranger, header })
}

const stranger = createKey()

function tampered(): string {
  return tamper(provider.sign({ permissions: [] }), { permissions: ['articles:write'] })
}

function idToken(): string {
  const { clientId } = provider
  return provider.sign({ aud: clientId, scope: undefined }, { header: { typ: 'JWT' } })
}

function withoutSlash(): string {
  return provider.issuer.slice(0, -1)
}

function seconds(fromNow: number): number {
  return Math.floor(Date.now() / 1000) + fromNow
}

function codeOf(problem: unknown): string {
  return (problem as { code: string }).code
}
