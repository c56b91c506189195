import assert from 'node:assert/strict'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { clients, localAudience } from '../twin/tenant.ts'
import { createApplication, decode, refusalOf, type Application } from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

interface Tokens {
  access_token: string
  id_token?: string
  expires_in: number
}

describe('the desk of the twin of Auth0', () => {
  let twin: TestTwin
  let app: Application

  beforeAll(async () => {
    twin = await startTwin()
    app = await createApplication(twin)
  })
  afterAll(() => twin.stop())
  beforeEach(() => app.browser.clear())

  describe('post /twin/tokens', () => {
    const ask = async (wish: object, headers?: Record<string, string>) => {
      const response = await twin.post('/twin/tokens', wish, headers)
      return { status: response.status, headers: response.headers, response }
    }
    const get = async (wish: object) => (await (await ask(wish)).response.json()) as Tokens

    it.each([
      ['reader', []],
      ['member', []],
      ['writer', ['articles:write']],
      ['editor', ['articles:write', 'payments:refund']],
      ['administrator', ['articles:write', 'payments:refund', 'accounts:read']],
    ])('gives a token of the %s, as signing in would', async (person, permissions) => {
      const { access_token: token } = await get({ person })

      const keys = createRemoteJWKSet(new URL(`${twin.issuer}.well-known/jwks.json`))
      const { payload } = await jwtVerify(token, keys, {
        issuer: twin.issuer,
        audience: localAudience,
      })
      const signedIn = decode((await app.signIn(person)).access_token)
      assert.deepEqual(payload['permissions'], permissions)
      assert.deepEqual(Object.keys(payload).toSorted(), Object.keys(signedIn).toSorted())
      assert.equal(payload.sub, signedIn['sub'])
    })

    it('gives a program’s own token', async () => {
      const { access_token: token, id_token: idToken } = await get({ client: true })

      const { sub, gty, permissions } = decode(token)
      assert.deepEqual(
        { sub, gty, permissions },
        {
          sub: `${clients.machine.id}@clients`,
          gty: 'client-credentials',
          permissions: ['articles:write'],
        },
      )
      assert.equal(idToken, undefined)
    })

    it('puts claims in their place, and others out of it', async () => {
      const { access_token: token, expires_in: seconds } = await get({
        person: 'writer@plugboard.example',
        expires_in: 5,
        claims: { aud: 'https://other.example', permissions: null },
      })

      const { aud, permissions, iat, exp } = decode(token)
      assert.deepEqual([aud, permissions], ['https://other.example', undefined])
      assert.deepEqual([seconds, Number(exp) - Number(iat)], [5, 5])
    })

    it('names everybody when it does not know somebody', async () => {
      const { status, response } = await ask({ person: 'nobody' })

      assert.equal(status, 404)
      assert.match(await response.text(), /reader, member, writer, editor, administrator/)
    })

    it.each([{}, { person: 'writer', client: true }, { person: 'writer', claims: 'x' }])(
      'refuses %j',
      async (wish) => {
        assert.equal((await ask(wish)).status, 400)
      },
    )

    it('is there for pages of the site', async () => {
      const { status, headers } = await ask({ person: 'writer' }, { origin: twin.site })

      assert.equal(status, 200)
      assert.equal(headers.get('access-control-allow-origin'), twin.site)
    })

    it.each(['https://evil.example', 'http://127.0.0.1:3333', 'null'])(
      'is closed to pages of %s',
      async (origin) => {
        const { status, headers } = await ask({ person: 'writer' }, { origin })

        assert.equal(status, 403)
        assert.equal(headers.get('access-control-allow-origin'), null)
      },
    )
  })

  describe('post /twin/settings', () => {
    it.each([
      [{ lunch: 60 }, /no lifetime "lunch"/],
      [{ accessToken: 0 }, /accessToken must be a whole number of seconds, 1 or more/],
      [{ idToken: 'soon' }, /idToken must be/],
    ])('refuses %j', async (settings, says) => {
      const response = await twin.post('/twin/settings', settings)

      assert.equal(response.status, 400)
      const { error_description: text } = (await response.json()) as Record<string, string>
      assert.match(text!, says)
    })
  })

  describe('what it shows', () => {
    const rowsOf = async (title: string) => {
      const { sections } = await twin.console.state()
      return sections.find((it) => it.title === title)!.rows
    }

    it('are people, sessions, refresh tokens and keys', async () => {
      await app.signIn('editor')

      assert.equal((await rowsOf('People')).length, 5)
      assert.equal((await rowsOf('Sessions'))[0]!.cells[0], 'Edda Editor')
      assert.equal((await rowsOf('Refresh tokens'))[0]!.cells[0], 'Edda Editor')
      assert.deepEqual(
        (await rowsOf('Keys')).map(({ cells }) => cells[1]),
        ['current', 'next'],
      )
    })

    it('is on a page, which says what was done', async () => {
      const { refresh_token: token } = await app.signIn('writer')
      const { id } = (await rowsOf('Refresh tokens'))[0]!
      const page = await app.browser.open(`${twin.origin}/twin`)

      const after = await app.browser.submit(page, { action: 'revoke', id }, '/twin/act')

      assert.match(page.text, /Wren Writer/)
      assert.doesNotMatch(page.text, /<script/)
      assert.match(after.text, /The family of refresh tokens was ended/)
      assert.equal((await refusalOf(app.refresh(token!))).code, 'invalid_grant')
    })

    it('can be acted upon from the console', async () => {
      const { claims, refresh_token: token } = await app.signIn('reader')

      const said = await twin.console.act('sign-out', claims()!.sub)

      assert.match(String(said), /Rosa Reader was signed out: sessions ended \d/)
      assert.equal((await refusalOf(app.refresh(token!))).code, 'invalid_grant')
      await assert.rejects(twin.console.act('dance'), /knows no action "dance"/)
      await assert.rejects(twin.console.act('block', 'auth0|gone'), /no such person/)
    })
  })
})
