import assert from 'node:assert/strict'
import { services } from 'plugboard:services'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { accounts } from '../accounts.ts'
import { startProvider, type TestProvider } from './provider.ts'

const app = useApp()
const hasApi = services.some(({ name }) => name === 'graphql')

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())

/** Tokens that Auth0 issues to programs, by its older profile and by RFC 9068. */
const kinds = {
  'with a grant type': { sub: 'robot@clients', gty: 'client-credentials', scope: 'articles:write' },
  'named as a client': { sub: 'robot@clients', client_id: 'robot', scope: 'x articles:write' },
  'with permissions': { sub: 'robot@clients', permissions: ['articles:write'], scope: '' },
}

describe('a program', () => {
  it.each(Object.entries(kinds))('may do what it was granted: %s', async (_kind, claims) => {
    const headers = toHeaders(claims)
    const response = await app.fetch('/write', { headers })

    assert.equal(response.status, 200)
    assert.equal(await accounts.get({ id: 'robot@clients' }), undefined)
  })

  it('may do nothing else', async () => {
    const headers = toHeaders({ sub: 'robot@clients', scope: 'articles:read' })

    assert.equal((await app.fetch('/write', { headers })).status, 403)
  })

  it('has no account', async () => {
    const headers = toHeaders(kinds['with a grant type'])
    const asks = [
      await app.fetch('/account', { headers }),
      await app.fetch('/account/export', { headers }),
      await post('/account', { name: 'Robot', version: '1' }),
      await post('/account/delete', { confirm: 'yes' }),
      await post('/account/sign-out-everywhere', {}),
    ]

    for (const response of asks) {
      assert.equal(response.status, 403)
      assert.equal((response.json() as { code: string }).code, 'PERSON_REQUIRED')
    }

    function post(path: string, fields: Record<string, string>) {
      return app.fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers })
    }
  })

  it.runIf(hasApi)('has none in the API either', async () => {
    const headers = toHeaders(kinds['with a grant type'])
    const me = await app.query('{ me { id } }', {}, { headers })
    const mutations = [
      'updateProfile(name: "Robot", version: 1) { id }',
      'signOutEverywhere { atProvider }',
      'deleteAccount(confirm: true) { deleted }',
    ]

    assert.deepEqual(me, { data: { me: null } })
    for (const mutation of mutations) {
      const { errors } = await app.query(`mutation { ${mutation} }`, {}, { headers })
      assert.equal(errors?.[0]?.extensions['code'], 'PERSON_REQUIRED', mutation)
    }
  })
})

function toHeaders(claims: Record<string, unknown>) {
  const token = provider.sign({ permissions: undefined, ...claims })
  return { authorization: `Bearer ${token}` }
}
