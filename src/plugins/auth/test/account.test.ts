import assert from 'node:assert/strict'
import { services } from 'plugboard:services'
import { afterAll, afterEach, beforeAll, describe, it, vi } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { accounts } from '../accounts.ts'
import { createPerson } from './person.ts'
import { startProvider, type TestProvider } from './provider.ts'

const app = useApp()
const hasApi = services.some(({ name }) => name === 'graphql')

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterEach(() => {
  vi.useRealTimers()
})
afterAll(() => provider.stop())

const person = (claims?: Record<string, unknown>) => createPerson(app, provider, claims)

describe('an account', () => {
  it('is made when a person is seen for the first time, once', async () => {
    const ada = person({ 'https://plugboard/name': ' Ada \n Lovelace ' })

    const pages = await Promise.all(Array.from({ length: 10 }, () => ada.get('/account')))

    const account = await ada.account()
    assert.deepEqual(new Set(pages.map(({ status }) => status)), new Set([200]))
    assert.equal(account?.name, 'Ada Lovelace')
    assert.equal(account?.email, 'wren@example.org')
    assert.equal(account?.version, 1)
  })

  it('has the name that the provider tells, where the token does not', async () => {
    const bea = person({ 'https://plugboard/name': undefined })
    provider.userinfo = { sub: bea.id, name: 'Bea Arthur', email: 'bea@example.org' }
    await bea.get('/account')

    assert.equal((await bea.account())?.name, 'Bea Arthur')
  })

  it.each([
    ['tells of somebody else', { sub: 'auth0|else', name: 'Else' }],
    ['tells nothing', {}],
  ])('has a name when the provider %s', async (_what, userinfo) => {
    const cleo = person({ 'https://plugboard/name': undefined })
    provider.userinfo = userinfo
    await cleo.get('/account')

    assert.equal((await cleo.account())?.name, 'wren')
  })

  it('learns a new address with a new session', async () => {
    const dora = person()
    await dora.get('/account')
    await dora.post('/auth/session', {}, { 'https://plugboard/email': 'dora@example.org' })

    assert.equal((await dora.account())?.email, 'dora@example.org')
  })

  it('is shown to its own person, and kept by no cache', async () => {
    const response = await person().get('/account')

    assert.equal(response.headers.get('cache-control'), 'private, no-store')
    assert.match(response.text(), /value="Wren Writer"/)
    assert.match(response.text(), /wren@example\.org/)
    assert.match(response.text(), /articles:write/)
    assert.match(response.text(), /<meta name="robots" content="noindex"/)
  })
})

describe('post /account', () => {
  it('changes the name, here and in the header', async () => {
    const fay = person()
    await fay.get('/account')
    const response = await fay.post('/account', { name: '  Fay  Wray ', version: '1' })

    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), '/account?saved')
    assert.match(response.cookies[0]!, /^person=%7B%22name%22%3A%22Fay/)
    assert.match((await fay.get('/account?saved')).text(), /role="status">Saved/)
    assert.equal((await fay.account())?.name, 'Fay  Wray')
  })

  it.each([
    ['nothing', ''],
    ['only spaces', '   '],
    ['too much', 'x'.repeat(81)],
    ['two lines', 'Fay\nWray'],
  ])('refuses %s, and keeps what was typed', async (_what, name) => {
    const gus = person()
    await gus.get('/account')
    const response = await gus.post('/account', { name, version: '1' })

    assert.equal(response.status, 422)
    assert.match(response.text(), /aria-invalid="true"/)
    assert.match(response.text(), /INVALID_INPUT/)
    assert.equal((await gus.account())?.name, 'Wren Writer')
  })

  it('does not write over a change that was made elsewhere, unless asked again', async () => {
    const ida = person()
    await ida.get('/account')
    await ida.post('/account', { name: 'Ida One', version: '1' })

    const refused = await ida.post('/account', { name: 'Ida <Two>', version: '1' })
    const version = /name="version" value="(\d+)"/.exec(refused.text())![1]!
    const again = await ida.post('/account', { name: 'Ida Two', version })

    assert.equal(refused.status, 409)
    assert.match(refused.text(), /value="Ida &lt;Two&gt;"/)
    assert.match(refused.text(), /CONFLICT/)
    assert.equal(again.status, 303)
    assert.equal((await ida.account())?.name, 'Ida Two')
  })
})

describe('get /account/export', () => {
  it('has what is kept of a person, and nothing of anybody else', async () => {
    const [joe, kim] = [person(), person()]
    const write = (title: string) => ({ title, summary: 'What the export has to have.', body: 'x' })
    await kim.post('/write', { ...write('Not Of Joe'), intent: 'save' })
    await joe.post('/write', { ...write('A Draft Of Joe'), intent: 'save' })
    await joe.post('/write', { ...write('Joe In Print'), intent: 'publish' })

    const response = await joe.get('/account/export')
    const { data } = response.json() as { data: Record<string, unknown> }

    assert.match(
      response.headers.get('content-disposition')!,
      /^attachment; filename="account-\d{4}-\d\d-\d\d\.json"$/,
    )
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.deepEqual((data['auth'] as { id: string }).id, joe.id)
    const { articles } = data['site'] as { articles: { title: string; body: string }[] }
    assert.deepEqual(articles.map(({ title }) => title).sort(), ['A Draft Of Joe', 'Joe In Print'])
    assert.equal(articles[0]?.body, 'x')
    assert.doesNotMatch(response.text(), /Not Of Joe/)
  })
})

describe('post /account/sign-out-everywhere', () => {
  it('ends what was issued until then, and nothing that is issued later', async () => {
    const [lea, lou] = [person(), person()]
    const [old, other] = [lea.token(), lou.token()]
    assert.equal((await lea.get('/account', old)).status, 200)
    const response = await lea.post('/account/sign-out-everywhere', {})

    assert.equal(response.status, 200)
    assert.match(response.cookies.join('\n'), /^session=; /m)
    const refused = await lea.get('/account', old)
    assert.equal(refused.status, 401)
    assert.equal((refused.json() as { code: string }).code, 'SIGNED_OUT')
    assert.equal((await lea.get('/account', lea.token({ iat: now() }))).status, 200)
    assert.equal((await lou.get('/account', other)).status, 200)
    assert.equal((await lea.account())?.name, 'Wren Writer')
  })

  it('says plainly that the provider’s own sessions go on, where it may not end them', async () => {
    const response = await person().post('/account/sign-out-everywhere', {})

    assert.match(response.text(), /still signed in at the sign-in provider/)
  })

  it('reaches the functions that know the account already within ten seconds', async () => {
    const mia = person()
    const old = mia.token()
    await mia.get('/account', old)
    // As if another function had done it.
    const stored = (await mia.account())!
    await accounts.save({ ...stored, signedOutAt: now() })

    assert.equal((await mia.get('/account', old)).status, 200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_001 })
    assert.equal((await mia.get('/account', old)).status, 401)
  })
})

describe('post /account/delete', () => {
  it('asks first', async () => {
    const nan = person()
    await nan.get('/account')
    const response = await nan.post('/account/delete', {})

    assert.equal(response.status, 422)
    assert.equal((await nan.account())?.name, 'Wren Writer')
  })

  it('erases the account at once, and its tokens with it', async () => {
    const oda = person()
    const token = oda.token()
    await oda.get('/account', token)
    const response = await oda.post('/account/delete', { confirm: 'yes' })

    assert.equal(response.status, 200)
    assert.match(response.cookies.join('\n'), /^session=; /m)
    assert.equal((await oda.get('/account', token)).status, 401)
    await app.settle()
    const { expiresAt, ...left } = (await oda.account())!
    assert.ok(expiresAt! > now() + 30 * 24 * 3600)
    assert.doesNotMatch(JSON.stringify(left), /Wren|wren@/)
    assert.deepEqual(Object.keys(left).sort(), [
      'createdAt',
      'deletedAt',
      'id',
      'name',
      'signedOutAt',
      'updatedAt',
      'version',
    ])
  })

  it('lets somebody begin anew who comes back', async () => {
    const pia = person()
    await pia.get('/account')
    await pia.post('/account', { name: 'Pia Before', version: '1' })
    await pia.post('/account/delete', { confirm: 'yes' })
    await app.settle()

    const page = await pia.get('/account', pia.token({ iat: now() }))
    await app.settle()

    assert.equal(page.status, 200)
    assert.match(page.text(), /value="Wren Writer"/)
    const account = await pia.account()
    assert.deepEqual([account?.deletedAt, account?.expiresAt], [undefined, undefined])
  })

  it('finishes what was begun, though the answer was lost half-way', async () => {
    const quin = person()
    await quin.get('/account')
    const deletedAt = new Date(Date.now() + 1000).toISOString()
    await tell({ id: quin.id, deletedAt })
    await tell({ id: quin.id, deletedAt })

    assert.ok((await quin.account())?.deletedAt)
  })

  it('leaves a later account alone when it is told again', async () => {
    const rae = person()
    await rae.get('/account')
    await tell({ id: rae.id, deletedAt: '2026-01-01T00:00:00.000Z' })

    assert.equal((await rae.account())?.deletedAt, undefined)
  })
})

describe.runIf(hasApi)('the account in the API', () => {
  it('is null for a stranger', async () => {
    assert.deepEqual(await app.query('{ me { id } }'), { data: { me: null } })
  })

  it('is told what is wrong with a token', async () => {
    const headers = { authorization: `Bearer ${provider.sign({ exp: 1 })}` }
    const { data, errors } = await app.query('{ me { id } }', {}, { headers })

    assert.deepEqual(data, { me: null })
    assert.equal(errors?.[0]?.extensions['code'], 'TOKEN_EXPIRED')
  })

  it('changes, by version', async () => {
    const sue = person()
    const change = 'mutation { updateProfile(name: "Sue", version: 1) { name version } }'
    await sue.query('{ me { id } }')
    const changed = await sue.query(change)
    const again = await sue.query(change)

    assert.deepEqual(changed, { data: { updateProfile: { name: 'Sue', version: 2 } } })
    assert.equal(again.errors?.[0]?.extensions['code'], 'CONFLICT')
  })

  it('signs out everywhere', async () => {
    const tea = person()
    const token = tea.token()
    const answer = await tea.query('mutation { signOutEverywhere { atProvider } }', token)

    assert.deepEqual(answer, { data: { signOutEverywhere: { atProvider: false } } })
    const { errors } = await tea.query('{ me { id } }', token)
    assert.equal(errors?.[0]?.extensions['code'], 'SIGNED_OUT')
  })

  it('is deleted, once that is confirmed', async () => {
    const una = person()
    const refused = await una.query('mutation { deleteAccount(confirm: false) { deleted } }')
    const deleted = await una.query('mutation { deleteAccount(confirm: true) { deleted } }')

    assert.equal(refused.errors?.[0]?.extensions['code'], 'INVALID_INPUT')
    assert.deepEqual(deleted, { data: { deleteAccount: { deleted: true } } })
    assert.ok((await una.account())?.deletedAt)
  })

  it('is closed to strangers', async () => {
    const mutations = [
      'updateProfile(name: "x", version: 1) { id }',
      'signOutEverywhere { atProvider }',
      'deleteAccount(confirm: true) { deleted }',
    ]
    for (const mutation of mutations) {
      const { errors } = await app.query(`mutation { ${mutation} }`)
      assert.equal(errors?.[0]?.extensions['code'], 'SIGN_IN_REQUIRED', mutation)
    }
  })
})

async function tell(data: { id: string; deletedAt: string }): Promise<void> {
  const { accountDeleted } = await import('../deletion.ts')
  await accountDeleted.publish(data)
  await app.settle()
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
