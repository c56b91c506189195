import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from 'vitest'
import { clients } from '../twin/tenant.ts'
import {
  createApplication,
  decode,
  refusalOf,
  type Application,
  type Tokens,
} from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

const refused = {
  status: 403,
  code: 'invalid_grant',
  description: 'Unknown or invalid refresh token.',
}

describe('tokens of the twin of Auth0', () => {
  let twin: TestTwin
  let app: Application

  beforeAll(async () => {
    twin = await startTwin()
    app = await createApplication(twin)
  })
  afterAll(() => twin.stop())
  beforeEach(() => app.browser.clear())
  afterEach(async () => {
    vi.useRealTimers()
    await twin.post('/twin/settings', { refreshTokenLeeway: 0, accessToken: 86_400 })
  })

  const tokenOf = ({ refresh_token: token }: Tokens) => token!
  const later = (seconds: number) =>
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })

  const isGood = (token: string) =>
    app.refresh(token).then(
      () => true,
      () => false,
    )

  describe('a refresh token', () => {
    it('is good once, and gives the next one', async () => {
      const first = await app.signIn('writer')

      const second = await app.refresh(tokenOf(first))
      const third = await app.refresh(tokenOf(second))

      assert.notEqual(tokenOf(second), tokenOf(first))
      assert.notEqual(tokenOf(third), tokenOf(second))
      assert.equal(decode(third.access_token)['sub'], decode(first.access_token)['sub'])
      assert.deepEqual(decode(third.access_token)['aud'], decode(first.access_token)['aud'])
      assert.equal(third.scope, first.scope)
      assert.equal(third.claims()!['sid'], first.claims()!['sid'])
    })

    it('ends its whole family when it is used again', async () => {
      const first = await app.signIn('writer')
      const second = await app.refresh(tokenOf(first))
      const third = await app.refresh(tokenOf(second))

      const reuse = await refusalOf(app.refresh(tokenOf(first)))

      assert.deepEqual(reuse, refused)
      assert.deepEqual(await refusalOf(app.refresh(tokenOf(third))), refused)
    })

    it('leaves other families alone when its own is ended', async () => {
      const [one, other] = [
        await app.signIn('writer'),
        await app.signIn('writer', { prompt: 'login' }),
      ]
      await app.refresh(tokenOf(one))

      await refusalOf(app.refresh(tokenOf(one)))

      assert.equal(await isGood(tokenOf(other)), true)
    })

    it.each([2, 10])('is good for one of %i uses at the same time at most', async (count) => {
      const first = await app.signIn('writer')

      const tries = await Promise.allSettled(
        Array.from({ length: count }, () => app.refresh(tokenOf(first))),
      )

      const given = tries.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
      assert.ok(given.length <= 1)
      for (const tokens of given) {
        assert.deepEqual(await refusalOf(app.refresh(tokenOf(tokens))), refused)
      }
    })

    it('may be used again within the leeway, if the tenant has one', async () => {
      await twin.post('/twin/settings', { refreshTokenLeeway: 30 })
      const first = await app.signIn('writer')
      await app.refresh(tokenOf(first))

      const again = await app.refresh(tokenOf(first))
      later(31)
      const tooLate = await refusalOf(app.refresh(tokenOf(first)))

      assert.ok(tokenOf(again))
      assert.deepEqual(tooLate, refused)
    })

    it('can be taken back, and all of its family with it', async () => {
      const first = await app.signIn('writer')
      const second = await app.refresh(tokenOf(first))

      await client.tokenRevocation(app.config, tokenOf(second))

      assert.deepEqual(await refusalOf(app.refresh(tokenOf(second))), refused)
    })

    it('cannot be taken back, nor used, by another application', async () => {
      const first = await app.signIn('writer')
      const { id: client_id, secret: client_secret } = clients.machine

      const revoked = await twin.post('/oauth/revoke', {
        client_id,
        client_secret,
        token: tokenOf(first),
      })

      assert.equal(revoked.status, 200)
      assert.equal(await isGood(tokenOf(first)), true)
    })

    it('ends after fifteen days without use', async () => {
      const first = await app.signIn('writer')

      later(15 * 86_400 - 10)
      const second = await app.refresh(tokenOf(first))
      later(15 * 86_400 + 1)
      const idle = await refusalOf(app.refresh(tokenOf(second)))

      assert.deepEqual(idle, refused)
    })

    it('ends after thirty days, however often it was used', async () => {
      let tokens = await app.signIn('writer')

      for (const _ of [1, 2]) {
        later(14 * 86_400)
        tokens = await app.refresh(tokenOf(tokens))
      }
      later(3 * 86_400)

      assert.deepEqual(await refusalOf(app.refresh(tokenOf(tokens))), refused)
    })

    it('gives nothing more to somebody who is blocked', async () => {
      const { tokens, id } = await signUp()

      await twin.console.act('block', id)
      const blocked = await refusalOf(app.refresh(tokenOf(tokens)))
      await twin.console.act('unblock', id)

      assert.deepEqual(blocked, {
        status: 403,
        code: 'unauthorized',
        description: 'user is blocked',
      })
      assert.equal(await isGood(tokenOf(tokens)), true)
    })

    it('is worth nothing once its person is deleted', async () => {
      const { tokens, id } = await signUp()

      await twin.console.act('delete', id)

      assert.deepEqual(await refusalOf(app.refresh(tokenOf(tokens))), refused)
    })

    async function signUp() {
      const begun = await app.begin({ screen_hint: 'signup', prompt: 'login' })
      const page = await app.browser.open(begun.url)
      const email = `${crypto.randomUUID()}@example.org`
      const { url } = await app.browser.submit(page, { email, password: 'long enough' })
      const tokens = await app.finish(url, begun)
      return { tokens, id: tokens.claims()!.sub }
    }
  })

  describe('a code', () => {
    it('is worth nothing without the right verifier', async () => {
      const { callback, begun } = await app.getCode()

      const verifier = client.randomPKCECodeVerifier()
      const wrong = await refusalOf(app.finish(callback, { ...begun, verifier }))

      assert.deepEqual(wrong, {
        status: 403,
        code: 'invalid_grant',
        description: 'Failed to verify code verifier',
      })
    })

    it('is not given to who brings no challenge', async () => {
      const { url } = await app.begin()
      url.searchParams.delete('code_challenge')
      url.searchParams.delete('code_challenge_method')

      const end = await app.browser.open(url)

      assert.equal(end.url.searchParams.get('error'), 'invalid_request')
      assert.match(end.url.searchParams.get('error_description')!, /PKCE/)
    })

    it('is good once, and its tokens end when it is used again', async () => {
      const { callback, begun } = await app.getCode()
      const tokens = await app.finish(callback, begun)

      const again = await refusalOf(app.finish(callback, begun))

      assert.deepEqual(again, {
        status: 403,
        code: 'invalid_grant',
        description: 'Invalid authorization code',
      })
      assert.deepEqual(await refusalOf(app.refresh(tokenOf(tokens))), refused)
    })

    it('is good for one of ten uses at the same time at most', async () => {
      const { callback, begun } = await app.getCode()

      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, () => app.finish(callback, begun)),
      )

      const given = tries.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
      assert.ok(given.length <= 1)
      for (const tokens of given) {
        assert.deepEqual(await refusalOf(app.refresh(tokenOf(tokens))), refused)
      }
    })

    it('belongs to the address that it was sent to', async () => {
      const { callback, begun } = await app.getCode()

      const response = await twin.post('/oauth/token', {
        grant_type: 'authorization_code',
        client_id: clients.site.id,
        code: callback.searchParams.get('code'),
        code_verifier: begun.verifier,
        redirect_uri: twin.site,
      })

      assert.equal(response.status, 403)
      assert.deepEqual(await response.json(), {
        error: 'unauthorized_client',
        error_description:
          `The redirect URI is wrong. You sent ${twin.site}, ` +
          `and we expected ${twin.site}/signed-in`,
      })
    })

    it('is good for ten minutes', async () => {
      const { callback, begun } = await app.getCode()

      later(601)

      const { code, description } = await refusalOf(app.finish(callback, begun))
      assert.deepEqual([code, description], ['invalid_grant', 'Invalid authorization code'])
    })
  })

  it('have the lifetimes that the tenant is told', async () => {
    await twin.post('/twin/settings', { accessToken: 60 })

    const tokens = await app.signIn('writer')

    const { iat, exp } = decode(tokens.access_token)
    assert.equal(tokens.expires_in, 60)
    assert.equal(Number(exp) - Number(iat), 60)
  })
})
