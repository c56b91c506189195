/**
 * What our code counts on from Auth0 and can be seen without a browser: held against the twin always,
 * against a real tenant on request.
 *
 * @module
 */
import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { refusalOf } from './twin-client.ts'

/** A tenant to be examined. */
export interface Tenant {
  issuer: string
  audience: string
  /** A single-page application with refresh-token rotation. */
  site: { id: string; callbackUrl: string }
  /** An application that may have the API's token for itself. */
  machine: { id: string; secret: string }
  /** One that may read and delete users, and end their sessions; Auth0's own is optional here. */
  management?: { id: string; secret: string }
  stop?: () => Promise<void>
}

export function testAuth0(name: string, open: () => Promise<Tenant>, { skip = false } = {}): void {
  describe.skipIf(skip)(name, () => {
    let tenant: Tenant
    let site: client.Configuration
    let machine: client.Configuration

    beforeAll(async () => {
      tenant = await open()
      site = await discover(tenant, tenant.site.id, client.None())
      machine = await discover(
        tenant,
        tenant.machine.id,
        client.ClientSecretPost(tenant.machine.secret),
      )
    })
    afterAll(() => tenant?.stop?.())

    const url = (path: string) => tenant.issuer + path

    async function ask(path: string, init?: RequestInit) {
      const response = await fetch(url(path), { redirect: 'manual', ...init })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json')
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: (isJson ? JSON.parse(text) : {}) as Record<string, unknown>,
      }
    }

    const post = (path: string, data: object) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(data),
      })

    describe('says of itself', () => {
      it('where everything is', () => {
        const metadata = site.serverMetadata()

        assert.equal(metadata.issuer, tenant.issuer)
        assert.equal(metadata.authorization_endpoint, url('authorize'))
        assert.equal(metadata.token_endpoint, url('oauth/token'))
        assert.equal(metadata.userinfo_endpoint, url('userinfo'))
        assert.equal(metadata.jwks_uri, url('.well-known/jwks.json'))
        assert.equal(metadata.revocation_endpoint, url('oauth/revoke'))
        assert.ok(metadata.code_challenge_methods_supported?.includes('S256'))
      })

      it('the key in use and the next one, for RS256', async () => {
        const { body } = await ask('.well-known/jwks.json')

        const keys = body['keys'] as Record<string, string>[]
        assert.ok(keys.length >= 2)
        for (const { kty, use, alg, kid } of keys) {
          assert.deepEqual({ kty, use, alg }, { kty: 'RSA', use: 'sig', alg: 'RS256' })
          assert.ok(kid)
        }
      })
    })

    describe('gives a program', () => {
      it('a token of its own', async () => {
        const { audience } = tenant

        const tokens = await client.clientCredentialsGrant(machine, { audience })

        const claims = decode(tokens.access_token)
        const { iss, sub, aud, azp, gty } = claims
        assert.deepEqual(
          { iss, sub, aud, azp, gty },
          {
            iss: tenant.issuer,
            sub: `${tenant.machine.id}@clients`,
            aud: audience,
            azp: tenant.machine.id,
            gty: 'client-credentials',
          },
        )
        assert.deepEqual(claims['permissions'], String(claims['scope']).split(' '))
        assert.equal(tokens.scope, claims['scope'])
        assert.equal(tokens.refresh_token, undefined)
      })

      it('the same when it asks in JSON', async () => {
        const { audience } = tenant
        const { id: client_id, secret: client_secret } = tenant.machine
        const grant_type = 'client_credentials'

        const { status, body } = await post('oauth/token', {
          grant_type,
          client_id,
          client_secret,
          audience,
        })

        assert.equal(status, 200)
        assert.equal(body['token_type'], 'Bearer')
      })

      it('nothing for a wrong secret', async () => {
        const wrong = await discover(tenant, tenant.machine.id, client.ClientSecretPost('guessed'))

        const refusal = await refusalOf(
          client.clientCredentialsGrant(wrong, { audience: tenant.audience }),
        )

        assert.deepEqual(refusal, {
          status: 401,
          code: 'access_denied',
          description: 'Unauthorized',
        })
      })

      it('nothing for an API that is not there', async () => {
        const audience = 'https://no-such-api.example'

        const refusal = await refusalOf(client.clientCredentialsGrant(machine, { audience }))

        assert.deepEqual(refusal, {
          status: 403,
          code: 'access_denied',
          description: `Service not found: ${audience}`,
        })
      })

      it('no scope that it was not granted', async () => {
        const { audience } = tenant
        const scope = 'no:such'

        const refusal = await refusalOf(client.clientCredentialsGrant(machine, { audience, scope }))

        assert.deepEqual(refusal, {
          status: 403,
          code: 'access_denied',
          description: 'Client has not been granted scopes: no:such',
        })
      })
    })

    describe('refuses at the token endpoint', () => {
      it('a refresh token that it never gave', async () => {
        const refusal = await refusalOf(client.refreshTokenGrant(site, 'forged'))

        assert.deepEqual(refusal, {
          status: 403,
          code: 'invalid_grant',
          description: 'Unknown or invalid refresh token.',
        })
      })

      it('a code that it never gave', async () => {
        const { status, body } = await post('oauth/token', {
          grant_type: 'authorization_code',
          client_id: tenant.site.id,
          code: 'forged',
          code_verifier: client.randomPKCECodeVerifier(),
          redirect_uri: tenant.site.callbackUrl,
        })

        assert.equal(status, 403)
        assert.deepEqual(body, {
          error: 'invalid_grant',
          error_description: 'Invalid authorization code',
        })
      })

      it('a grant that the application may not use', async () => {
        const { status, body } = await post('oauth/token', {
          grant_type: 'refresh_token',
          client_id: tenant.machine.id,
          client_secret: tenant.machine.secret,
          refresh_token: 'forged',
        })

        assert.equal(status, 403)
        assert.equal(body['error'], 'unauthorized_client')
      })
    })

    describe('at /authorize', () => {
      const authorize = (parameters: Record<string, string>) => {
        const query = new URLSearchParams({
          client_id: tenant.site.id,
          redirect_uri: tenant.site.callbackUrl,
          response_type: 'code',
          scope: 'openid',
          state: 'state-of-mine',
          code_challenge: 'A'.repeat(43),
          code_challenge_method: 'S256',
          ...parameters,
        })
        return ask(`authorize?${query}`)
      }
      const sentBack = ({ headers }: { headers: Headers }) => {
        const location = new URL(headers.get('location')!)
        assert.equal(location.origin + location.pathname, tenant.site.callbackUrl)
        return Object.fromEntries(location.searchParams)
      }

      it('sends a stranger to the sign-in page', async () => {
        const answer = await authorize({})

        assert.match(answer.headers.get('location')!, /\/u\/login(\/identifier)?\?state=/)
      })

      it('tells a stranger who asks silently to sign in', async () => {
        const answer = await authorize({ prompt: 'none' })

        assert.deepEqual(sentBack(answer), {
          error: 'login_required',
          error_description: 'Login required',
          state: 'state-of-mine',
        })
      })

      it('answers a frame by a message, to the origin of the application alone', async () => {
        const { status, text } = await authorize({ prompt: 'none', response_mode: 'web_message' })

        assert.equal(status, 200)
        assert.match(text, /login_required/)
        assert.ok(text.includes(new URL(tenant.site.callbackUrl).origin))
      })

      it('sends nobody to an address that is not registered', async () => {
        const { status, headers } = await authorize({ redirect_uri: 'https://evil.example/' })

        assert.ok(status >= 400)
        assert.equal(headers.get('location'), null)
      })

      it('knows no other applications', async () => {
        const { status, headers } = await authorize({ client_id: 'stranger' })

        assert.ok(status >= 400)
        assert.equal(headers.get('location'), null)
      })

      it('says so when an API is not there', async () => {
        const answer = await authorize({ audience: 'https://no-such-api.example' })

        const { error, error_description: description } = sentBack(answer)
        assert.equal(error, 'access_denied')
        assert.equal(description, 'Service not found: https://no-such-api.example')
      })
    })

    it('shows no profile without a token, or for one that is none', async () => {
      const none = await ask('userinfo')
      const forged = await ask('userinfo', { headers: { authorization: 'Bearer forged' } })

      assert.deepEqual([none.status, forged.status], [401, 401])
    })

    it('takes back a refresh token that it does not know without a word', async () => {
      await client.tokenRevocation(site, 'forged')
    })

    it('signs out, but leads nowhere that is not registered', async () => {
      const query = new URLSearchParams({
        client_id: tenant.site.id,
        returnTo: 'https://evil.example/',
      })

      const { status, headers } = await ask(`v2/logout?${query}`)

      assert.equal(status, 400)
      assert.equal(headers.get('location'), null)
    })

    describe('by its Management API', () => {
      const nobody = 'auth0|000000000000000000000000'
      const users = `api/v2/users/${encodeURIComponent(nobody)}`

      async function getToken(): Promise<string | undefined> {
        if (!tenant.management) return undefined
        const { id, secret } = tenant.management
        const config = await discover(tenant, id, client.ClientSecretPost(secret))
        const audience = url('api/v2/')
        return (await client.clientCredentialsGrant(config, { audience })).access_token
      }

      it('refuses who brings no token of it', async () => {
        const { access_token: other } = await client.clientCredentialsGrant(machine, {
          audience: tenant.audience,
        })

        const without = await ask(users)
        const wrong = await ask(users, { headers: { authorization: `Bearer ${other}` } })

        assert.deepEqual([without.status, wrong.status], [401, 401])
        assert.equal(without.body['statusCode'], 401)
        assert.equal(without.body['error'], 'Unauthorized')
      })

      it('says that somebody is not there', async ({ skip }) => {
        const token = await getToken()
        skip(!token, 'there is no account for the Management API')

        const { status, body } = await ask(users, { headers: { authorization: `Bearer ${token}` } })

        assert.equal(status, 404)
        assert.deepEqual(body, {
          statusCode: 404,
          error: 'Not Found',
          message: 'The user does not exist.',
          errorCode: 'inexistent_user',
        })
      })
    })
  })
}

function discover({ issuer }: Tenant, id: string, authentication: client.ClientAuth) {
  const isLocal = issuer.startsWith('http:')
  const execute = isLocal ? [client.allowInsecureRequests] : []
  return client.discovery(new URL(issuer), id, undefined, authentication, { execute })
}

function decode(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<
    string,
    unknown
  >
}
