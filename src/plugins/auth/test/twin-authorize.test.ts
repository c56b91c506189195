import assert from 'node:assert/strict'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { clients, localAudience } from '../twin/tenant.ts'
import { createApplication, type Application } from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

describe('the addresses of the twin of Auth0', () => {
  let twin: TestTwin
  let app: Application

  beforeAll(async () => {
    twin = await startTwin()
    app = await createApplication(twin)
  })
  afterAll(() => twin.stop())
  beforeEach(() => app.browser.clear())

  const open = async (parameters: Record<string, string>) =>
    app.browser.open((await app.begin(parameters)).url)

  describe('get /authorize', () => {
    it.each([
      'request',
      'request_uri',
      'dpop_jkt',
      'claims',
      'organization',
      'acr_values',
      'authorization_details',
      'resource',
    ])('says plainly that it does not imitate %s', async (name) => {
      const { url } = await open({ [name]: localAudience })

      assert.equal(url.origin, twin.site)
      assert.match(String(url.searchParams.get('error')), /^invalid_request$|_not_supported$/)
      assert.equal(url.searchParams.get('iss'), null)
    })

    it('says plainly that it has no other connection', async () => {
      const { url } = await open({ connection: 'google-oauth2' })

      assert.equal(url.searchParams.get('error'), 'invalid_request')
      assert.match(url.searchParams.get('error_description')!, /the connection was not found/)
    })

    it('leaves out what it does not know, as Auth0 does, and tells the developer', async () => {
      const { url } = await open({ colour: 'blue' })

      assert.equal(url.pathname, '/u/login')
      assert.match(twin.lines.at(-1)!, /knows no parameter "colour"/)
    })

    it.each(['https://evil.example/', 'http://127.0.0.1:1/signed-in', ''])(
      'explains why it sends nobody to "%s"',
      async (redirect_uri) => {
        const { status, text, url } = await open({ redirect_uri })

        assert.equal(url.origin, twin.origin)
        assert.ok([400, 403].includes(status))
        assert.match(text, /something went wrong/)
      },
    )

    it('knows localhost and 127.0.0.1 for two origins', async () => {
      const redirect_uri = `${twin.site.replace('localhost', '127.0.0.1')}/signed-in`

      const { status, text } = await open({ redirect_uri })

      assert.equal(status, 403)
      assert.match(text, /Callback URL mismatch/)
    })

    it('names an application that it does not know', async () => {
      const { status, text } = await open({ client_id: 'stranger<script>' })

      assert.equal(status, 400)
      assert.match(text, /Unknown client: stranger&lt;script&gt;/)
    })

    it('gives people no token for the Management API', async () => {
      const { url } = await open({ audience: `${twin.issuer}api/v2/` })

      assert.equal(url.searchParams.get('error'), 'access_denied')
    })
  })

  describe('silently, in a frame', () => {
    const silent = { prompt: 'none', response_mode: 'web_message' }
    const read = (text: string) =>
      JSON.parse(/var data = (\{.*\});/.exec(text)![1]!) as {
        response: Record<string, string>
        redirect_uri: string
      }

    it('hands a code to the origin of the application', async () => {
      await app.signIn('writer')
      const begun = await app.begin({ ...silent, redirect_uri: `${twin.site}/` })

      const { status, text, headers } = await app.browser.open(begun.url)

      const { response, redirect_uri } = read(text)
      const callback = new URL(`${twin.site}?${new URLSearchParams(response)}`)
      assert.equal(status, 200)
      assert.equal(redirect_uri, `${twin.site}/`)
      assert.equal(response['iss'], undefined)
      assert.doesNotMatch(headers.get('content-security-policy') ?? '', /frame-ancestors/)
      assert.equal((await app.finish(callback, begun)).claims()!['name'], 'Wren Writer')
    })

    it('hands nothing to an origin that is not registered', async () => {
      await app.signIn('writer')

      const { status, text } = await open({ ...silent, redirect_uri: 'https://evil.example' })

      assert.equal(status, 403)
      assert.match(text, /does not have a registered origin/)
      assert.doesNotMatch(text, /postMessage/)
    })

    it('tells of somebody who was deleted that they must sign in', async () => {
      const begun = await app.begin({ screen_hint: 'signup' })
      const page = await app.browser.open(begun.url)
      const fields = { email: 'gone@example.org', password: 'long enough' }
      const { url } = await app.browser.submit(page, fields)
      const { claims } = await app.finish(url, begun)
      await twin.console.act('delete', claims()!.sub)

      const { text } = await open(silent)

      assert.equal(read(text).response['error'], 'login_required')
    })
  })

  describe('get /v2/logout', () => {
    const logOut = (parameters: Record<string, string>) =>
      app.browser.open(`${twin.origin}/v2/logout?${new URLSearchParams(parameters)}`)
    const isSignedIn = async () => {
      const { url } = await open({ prompt: 'none' })
      return url.searchParams.has('code')
    }

    it('ends the session and leads back to the site', async () => {
      await app.signIn('writer')

      const { url } = await logOut({ client_id: clients.site.id, returnTo: `${twin.site}/` })

      assert.equal(url.href, `${twin.site}/`)
      assert.equal(await isSignedIn(), false)
    })

    it('leaves refresh tokens alone, as Auth0 does', async () => {
      const { refresh_token: token } = await app.signIn('writer')

      await logOut({ client_id: clients.site.id, returnTo: twin.site })

      assert.ok(await app.refresh(token!))
    })

    it('says OK where there is nowhere to go', async () => {
      await app.signIn('writer')

      const { status, text } = await logOut({})

      assert.deepEqual([status, text], [200, 'OK'])
      assert.equal(await isSignedIn(), false)
    })

    it.each([
      [{ client_id: clients.site.id, returnTo: 'https://evil.example/' }, /Allowed Logout URLs/],
      [{ client_id: clients.site.id, returnTo: 'http://127.0.0.1/' }, /Allowed Logout URLs/],
      [{ returnTo: 'http://localhost/' }, /client_id is missing/],
      [{ client_id: 'stranger', returnTo: 'http://localhost/' }, /no application stranger/],
    ])('explains why %j leads nowhere, and ends nothing', async (parameters, says) => {
      await app.signIn('writer')

      const { status, text } = await logOut(parameters as Record<string, string>)

      assert.equal(status, 400)
      assert.match(text, says)
      assert.equal(await isSignedIn(), true)
    })
  })

  describe('that are not imitated', () => {
    it.each([
      ['/oauth/device/code', 501, /device flow/],
      ['/oauth/par', 501, /pushed authorization requests/],
      ['/oidc/logout', 501, /use \/v2\/logout/],
      ['/mfa/challenge', 501, /multi-factor/],
      ['/nowhere', 404, /nothing at \/nowhere/],
    ])('%s says which feature that is', async (path, status, says) => {
      const response = await fetch(twin.origin + path)

      const { error_description: text } = (await response.json()) as Record<string, string>
      assert.equal(response.status, status)
      assert.match(text!, says)
    })

    it('a grant is refused by its name', async () => {
      const response = await twin.post('/oauth/token', {
        grant_type: 'password',
        client_id: clients.site.id,
      })

      assert.equal(response.status, 403)
      assert.deepEqual(await response.json(), {
        error: 'unsupported_grant_type',
        error_description: 'Unsupported grant type: password',
      })
    })
  })

  describe('post /oauth/token', () => {
    it.each([
      [{}, 'Missing required parameter: grant_type'],
      [{ grant_type: 'refresh_token' }, 'Missing required parameter: refresh_token'],
      [{ grant_type: 'authorization_code' }, 'Missing required parameter: code'],
    ])('names what is missing in %j', async (fields, description) => {
      const response = await twin.post('/oauth/token', { client_id: clients.site.id, ...fields })

      assert.equal(response.status, 400)
      assert.deepEqual(await response.json(), {
        error: 'invalid_request',
        error_description: description,
      })
    })

    it.each(['{"grant_type":', '[1]', '{"grant_type":{"a":1}}'])(
      'refuses the body %s',
      async (body) => {
        const response = await fetch(`${twin.origin}/oauth/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })

        assert.equal(response.status, 400)
      },
    )

    it('says plainly that it does not imitate DPoP', async () => {
      const response = await twin.post('/oauth/token', {}, { dpop: 'proof' })

      const { error_description: text } = (await response.json()) as Record<string, string>
      assert.equal(response.status, 400)
      assert.match(text!, /does not imitate DPoP/)
    })

    it('refuses a body that is too large', async () => {
      const response = await twin.post('/oauth/token', { grant_type: 'x'.repeat(70_000) })

      assert.equal(response.status, 413)
    })

    it.each(['/oauth/token', '/oauth/revoke', '/userinfo'])(
      'and %s may be asked by pages of the site',
      async (path) => {
        const headers = { origin: twin.site, 'access-control-request-method': 'POST' }
        const preflight = await fetch(twin.origin + path, { method: 'OPTIONS', headers })
        const answer = await twin.post(path, { client_id: clients.site.id }, { origin: twin.site })

        assert.equal(preflight.headers.get('access-control-allow-origin'), twin.site)
        assert.equal(answer.headers.get('access-control-allow-origin'), twin.site)
      },
    )

    it('is closed to pages of other origins', async () => {
      const answer = await twin.post(
        '/oauth/token',
        { client_id: clients.site.id, grant_type: 'refresh_token', refresh_token: 'x' },
        { origin: 'https://evil.example' },
      )

      assert.equal(answer.headers.get('access-control-allow-origin'), null)
    })
  })

  it('lead people who come by another name of this machine to the one that counts', async () => {
    const response = await fetch(`http://127.0.0.1:${twin.port}/twin?said=Hello`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    })

    assert.equal(response.headers.get('location'), `${twin.origin}/twin?said=Hello`)
  })

  it('answer to the names of this machine only', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { port: twin.port, host: '127.0.0.1', headers: { host: 'evil.example' } }
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })

    assert.equal(status, 403)
  })
})
