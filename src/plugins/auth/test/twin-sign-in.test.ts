import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { clients, localAudience } from '../twin/tenant.ts'
import { createApplication, decode, pick, type Application } from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

describe('signing in at the twin of Auth0', () => {
  let twin: TestTwin
  let app: Application

  beforeAll(async () => {
    twin = await startTwin()
    app = await createApplication(twin)
  })
  afterAll(() => twin.stop())
  beforeEach(() => app.browser.clear())

  it('leads by code and PKCE to tokens that a library of OpenID Connect takes', async () => {
    const tokens = await app.signIn('writer')

    const claims = tokens.claims()!
    assert.equal(tokens.token_type, 'bearer')
    assert.equal(tokens.expires_in, 86_400)
    assert.equal(tokens.scope, 'openid profile email offline_access')
    assert.match(claims.sub, /^auth0\|[0-9a-f]{24}$/)
    assert.equal(claims.exp - claims.iat, 36_000)
    assert.deepEqual(
      { name: claims['name'], nickname: claims['nickname'], email: claims['email'] },
      { name: 'Wren Writer', nickname: 'writer', email: 'writer@plugboard.example' },
    )
    assert.equal(claims['email_verified'], true)
    assert.match(String(claims['picture']), /^data:image\/svg\+xml/)
    assert.match(String(claims['updated_at']), /^\d{4}-\d\d-\d\dT/)
    assert.equal(typeof claims['sid'], 'string')
  })

  it('gives an access token in the words of Auth0', async () => {
    const { access_token: token, claims } = await app.signIn('editor', {
      scope: 'openid profile payments:refund accounts:read',
    })

    const { iat, exp, ...payload } = decode(token)
    const header = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())
    assert.deepEqual(payload, {
      'https://plugboard/name': 'Edda Editor',
      'https://plugboard/email': 'editor@plugboard.example',
      iss: twin.issuer,
      sub: claims()!.sub,
      aud: [localAudience, `${twin.issuer}userinfo`],
      // What the person's role does not hold is left out of the scope; the permissions are all there.
      scope: 'openid profile payments:refund',
      azp: clients.site.id,
      permissions: ['articles:write', 'payments:refund'],
    })
    assert.equal(Number(exp) - Number(iat), 86_400)
    assert.deepEqual({ ...header, kid: '' }, { alg: 'RS256', typ: 'JWT', kid: '' })
  })

  it('gives no refresh token to who does not ask for one', async () => {
    const tokens = await app.signIn('reader', { scope: 'openid' })

    assert.equal(tokens.refresh_token, undefined)
    assert.equal(tokens.claims()!['email'], undefined)
  })

  it('gives a token that only the tenant can read when no API is asked for', async () => {
    const tokens = await app.signIn('reader', { audience: '' })

    const profile = await client.fetchUserInfo(
      app.config,
      tokens.access_token,
      tokens.claims()!.sub,
    )

    assert.equal(tokens.access_token.split('.').length, 1)
    assert.equal(profile.email, 'reader@plugboard.example')
  })

  it('tells the profile at /userinfo, for a token that names it', async () => {
    const { access_token: token, claims } = await app.signIn('member')

    const { sub, name } = await client.fetchUserInfo(app.config, token, claims()!.sub)

    assert.deepEqual({ sub, name }, { sub: claims()!.sub, name: 'Milan Member' })
  })

  it('remembers who signed in', async () => {
    await app.signIn('writer')

    const begun = await app.begin()
    const { url } = await app.browser.open(begun.url)

    const tokens = await app.finish(url, begun)
    assert.equal(tokens.claims()!['name'], 'Wren Writer')
  })

  it('asks again when the application says so, and lets somebody else in', async () => {
    const first = await app.signIn('writer')

    const second = await app.signIn('reader', { prompt: 'login' })
    const begun = await app.begin({ prompt: 'none' })
    const { url } = await app.browser.open(begun.url)
    const silent = await app.finish(url, begun)

    assert.equal(second.claims()!['name'], 'Rosa Reader')
    assert.equal(silent.claims()!['name'], 'Rosa Reader')
    assert.notEqual(second.claims()!['sid'], first.claims()!['sid'])
  })

  it('keeps two sign-ins of one browser apart, whichever is finished first', async () => {
    const [one, two] = [await app.begin(), await app.begin()]
    const [pageOne, pageTwo] = [await app.browser.open(one.url), await app.browser.open(two.url)]

    const asWriter = await pick(app.browser, pageTwo, 'writer')
    const asReader = await pick(app.browser, pageOne, 'reader')

    assert.equal((await app.finish(asWriter.url, two)).claims()!['name'], 'Wren Writer')
    assert.equal((await app.finish(asReader.url, one)).claims()!['name'], 'Rosa Reader')
  })

  it('belongs to the browser that began it', async () => {
    const begun = await app.begin()
    const page = await app.browser.open(begun.url)
    app.browser.clear()

    const end = await pick(app.browser, page, 'writer')

    assert.equal(end.status, 400)
    assert.equal(end.url.origin, twin.origin)
  })

  describe('with an address and a password', () => {
    const open = async (parameters?: Record<string, string>) => {
      const begun = await app.begin(parameters)
      return { begun, page: await app.browser.open(begun.url) }
    }

    it('signs up, signs in at once, and is known from then on', async () => {
      const fields = { action: 'default', email: 'New.Person@example.org', password: 'long enough' }
      const { begun, page } = await open({ screen_hint: 'signup' })

      const { url } = await app.browser.submit(page, fields)
      const tokens = await app.finish(url, begun)
      app.browser.clear()
      const again = await open()
      const signedIn = await app.browser.submit(again.page, fields)

      assert.equal(page.url.pathname, '/u/signup')
      assert.equal(tokens.claims()!['email'], 'new.person@example.org')
      assert.equal(tokens.claims()!['name'], 'new.person@example.org')
      assert.equal(tokens.claims()!['email_verified'], false)
      assert.deepEqual(decode(tokens.access_token)['permissions'], [])
      const { claims } = await app.finish(signedIn.url, again.begun)
      assert.equal(claims()!.sub, tokens.claims()!.sub)
    })

    it('refuses a wrong password and an unknown address alike', async () => {
      const { page } = await open()

      const fields = { action: 'default', email: 'writer@plugboard.example', password: 'guess' }
      const wrong = await app.browser.submit(page, fields)
      const unknown = await app.browser.submit(page, { ...fields, email: 'nobody@example.org' })

      for (const { status, text } of [wrong, unknown]) {
        assert.equal(status, 400)
        assert.match(text, /Wrong email or password/)
      }
      assert.match(wrong.text, /value="writer@plugboard\.example"/)
    })

    it.each([
      ['not-an-address', 'long enough', /Email is not valid/],
      ['short@example.org', 'short', /8 characters or more/],
      ['writer@plugboard.example', 'long enough', /Something went wrong, please try again later/],
    ])('does not sign up %s with the password "%s"', async (email, password, says) => {
      const { page } = await open({ screen_hint: 'signup' })

      const { status, text } = await app.browser.submit(page, { email, password })

      assert.equal(status, 400)
      assert.match(text, says)
    })

    it('fills in the address that the application hints at', async () => {
      const { page } = await open({ login_hint: 'editor@plugboard.example' })

      assert.match(page.text, /value="editor@plugboard\.example"/)
    })
  })

  describe('that does not come to its end', () => {
    const end = async (fields: Record<string, string>, parameters?: Record<string, string>) => {
      const begun = await app.begin(parameters)
      const page = await app.browser.open(begun.url)
      const { url } = await app.browser.submit(page, fields)
      return { begun, url, params: Object.fromEntries(url.searchParams) }
    }

    it('tells the application that the person gave up', async () => {
      const { begun, url, params } = await end({ action: 'cancel' })

      assert.equal(url.origin + url.pathname, `${twin.site}/signed-in`)
      assert.deepEqual(params, {
        error: 'access_denied',
        error_description: 'User did not authorize the request',
        state: begun.state,
      })
    })

    it.each(['unauthorized', 'access_denied', 'temporarily_unavailable', 'server_error'])(
      'can be made to fail with %s',
      async (error) => {
        const { params } = await end({ action: 'fail', error })

        assert.equal(params['error'], error)
      },
    )

    it('refuses somebody who is blocked, with and without a session', async () => {
      const { claims } = await app.signIn('reader')
      await twin.console.act('block', claims()!.sub)

      const silent = await app.browser.open((await app.begin({ prompt: 'none' })).url)
      const { params } = await end({ action: 'pick', person: claims()!.sub })

      await twin.console.act('unblock', claims()!.sub)
      assert.equal(silent.url.searchParams.get('error'), 'unauthorized')
      assert.equal(params['error'], 'unauthorized')
      assert.equal(params['error_description'], 'user is blocked')
    })

    it('explains a sign-in that is over', async () => {
      const { status, text } = await app.browser.open(`${twin.origin}/u/login?state=gone`)

      assert.equal(status, 400)
      assert.match(text, /This sign-in is over/)
    })

    it('takes no form from a page of another origin', async () => {
      const page = await app.browser.open((await app.begin()).url)

      const { status } = await fetch(page.url, {
        method: 'POST',
        headers: { origin: 'https://evil.example' },
        body: new URLSearchParams({ action: 'cancel' }),
      })

      assert.equal(status, 403)
    })
  })

  it('shows pages that load nothing from elsewhere and stand in no frame', async () => {
    const { headers, text } = await app.browser.open((await app.begin()).url)

    const policy = headers.get('content-security-policy')!
    assert.match(policy, /default-src 'none'; style-src 'self'; img-src 'self' data:/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.doesNotMatch(text, /<script/)
    assert.equal((await fetch(`${twin.origin}/style.css`)).status, 200)
  })
})
