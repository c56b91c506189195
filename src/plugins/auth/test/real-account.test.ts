import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { services } from 'plugboard:services'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { localEnv } from '#framework/plugin/local-env.ts'
import { getPorts } from '#framework/plugin/ports.ts'
import { startProvider, type TestProvider } from './provider.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

// Set before the app starts, as in a shell.
let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
const app = useApp()
let elsewhere: TestTwin
afterAll(async () => {
  await elsewhere.stop()
  await provider.stop()
})

describe('with AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_AUDIENCE of a real account', () => {
  const place = services.findIndex(({ name }) => name === 'auth')

  it('starts no twin, and lends none of its values', async () => {
    const env = localEnv(app.inventory)

    assert.equal(await isOpen(getPorts().twins + place), false)
    assert.equal(env['AUTH0_DOMAIN'], new URL(provider.issuer).host)
    assert.equal(env['AUTH0_AUDIENCE'], provider.audience)
    assert.equal(env['AUTH0_MANAGEMENT_CLIENT_SECRET'], undefined)
    assert.equal(env['LOCAL_TOKENS_URL'], undefined)
  })

  it('refuses every token of the twin, and asks nobody about them', async () => {
    const before = process.env['PLUGBOARD_PORT']
    elsewhere = await startTwin()
    process.env['PLUGBOARD_PORT'] = before
    const people = ['reader', 'member', 'writer', 'editor', 'administrator']

    for (const ask of [...people.map((person) => ({ person })), { client: true }]) {
      const tokens = (await (await elsewhere.post('/twin/tokens', ask)).json()) as {
        access_token: string
        id_token?: string
      }
      for (const token of [tokens.access_token, tokens.id_token].filter(Boolean)) {
        const headers = { authorization: `Bearer ${token}` }
        const response = await app.fetch('/account', { headers })

        assert.equal(response.status, 401, JSON.stringify(ask))
        assert.equal((response.json() as { code: string }).code, 'TOKEN_INVALID')
      }
    }
    assert.equal(provider.asked, 0)
  })

  it('takes those of the account', async () => {
    const headers = { authorization: `Bearer ${provider.sign()}` }

    assert.equal((await app.fetch('/account', { headers })).status, 200)
  })
})

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
