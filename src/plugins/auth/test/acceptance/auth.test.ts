import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import test from 'tape'
import { as, baseUrl, submit, visit } from '../../../../../test/acceptance/client.ts'

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

test('what needs a person is closed to strangers, and says how to come in', async (t) => {
  for (const path of ['/account', '/account/export']) {
    const response = await visit(path)

    t.equal(response.status, 401, path)
    t.equal(response.headers.get('content-type'), 'application/problem+json', path)
    t.equal(await codeOf(response), 'SIGN_IN_REQUIRED', path)
  }
})

test('a browser is sent to sign in, and knows the way back', async (t) => {
  const { status, location } = await navigate('/account')
  const page = await visit('/sign-in?return=%2Faccount')

  t.equal(status, 303)
  t.equal(location, '/sign-in?return=%2Faccount')
  t.equal(page.status, 200)
  t.ok((await page.text()).includes('data-return="/account"'), 'the way back is on the page')
})

test('a token that is none is refused', async (t) => {
  const forged = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhdXRoMHx4In0.'
  for (const authorization of [`Bearer ${forged}`, 'Bearer x', 'Basic eDp4']) {
    const response = await visit('/account', { headers: { authorization } })

    t.equal(response.status, 401, authorization)
    t.equal(await codeOf(response), 'TOKEN_INVALID', authorization)
  }
})

test('another site can neither begin a session nor end one', async (t) => {
  for (const path of ['/auth/session', '/auth/sign-out', '/account', '/account/delete']) {
    const headers = { origin: 'https://elsewhere.example' }
    const response = await visit(path, { method: 'POST', headers })

    t.equal(response.status, 403, path)
    t.equal(await codeOf(response), 'FORBIDDEN_ORIGIN', path)
  }
})

test('somebody begins a session, changes their name, takes their data along, and signs out', async (t) => {
  const reader = await as('reader')
  if (!reader) return t.skip('nobody can sign in here as a reader')

  const begun = await visit('/auth/session', {
    method: 'POST',
    headers: { ...reader, origin: baseUrl },
  })
  const cookies = begun.headers.getSetCookie()
  t.equal(begun.status, 204)
  t.match(cookies.join('\n'), /session=[^;]+; .*HttpOnly/)

  const session = { cookie: cookies.map((it) => it.split(';')[0]).join('; ') }
  const account = await (await visit('/account', { headers: session })).text()
  const version = /name="version" value="(\d+)"/.exec(account)?.[1] ?? ''
  const saved = await submit('/account', { name: 'Rosa Reader', version }, session)
  t.equal(saved.status, 303)

  const data = await visit('/account/export', { headers: session })
  t.match(data.headers.get('content-disposition') ?? '', /^attachment/)
  t.match(await data.text(), /"name":"Rosa Reader"/)

  const out = await submit('/auth/sign-out', {}, session)
  t.equal(out.status, 303)
  t.match(out.headers.getSetCookie().join('\n'), /session=; .*Max-Age=0/)
})

/** Opens a page as a browser does: `fetch` says that it is a script, and cannot say otherwise. */
async function navigate(path: string): Promise<{ status?: number; location?: string }> {
  const { get } = baseUrl.startsWith('https:') ? https : http
  const request = get(baseUrl + path, { headers: { accept: 'text/html' } })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  const { statusCode: status, headers } = response
  return { ...(status && { status }), ...(headers.location && { location: headers.location }) }
}
