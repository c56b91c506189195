import assert from 'node:assert/strict'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { createApplication, type Application } from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

describe('the keys of the twin of Auth0', () => {
  let twin: TestTwin
  let app: Application

  beforeAll(async () => {
    twin = await startTwin()
  })
  afterAll(() => twin.stop())
  beforeEach(async () => {
    app = await createApplication(twin)
  })

  async function readKeys(): Promise<JSONWebKeySet> {
    const response = await fetch(`${twin.origin}/.well-known/jwks.json`)
    return (await response.json()) as JSONWebKeySet
  }
  const kidsOf = ({ keys }: JSONWebKeySet) => keys.map(({ kid }) => kid)
  const kidOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid

  it('hold no private part when they are shown', async () => {
    const { keys } = await readKeys()

    for (const key of keys) {
      assert.deepEqual(Object.keys(key).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
    }
  })

  it('change places: the next one signs, and the one before it stays until it is revoked', async () => {
    const before = await readKeys()
    const old = await app.signIn('writer')

    await twin.post('/twin/rotate-keys')
    const rotated = await readKeys()
    const young = await app.refresh(old.refresh_token!)
    await twin.post('/twin/revoke-previous')
    const revoked = await readKeys()

    const [current, next] = kidsOf(before)
    assert.equal(kidOf(old.access_token), current)
    assert.equal(kidOf(young.access_token), next)
    assert.equal(kidOf(young.id_token!), next)
    assert.equal(kidsOf(rotated)[0], next)
    assert.equal(kidsOf(rotated)[2], current)
    assert.deepEqual(kidsOf(revoked), kidsOf(rotated).slice(0, 2))
    // Whoever has the keys from before the rotation can check what was signed after it.
    await jwtVerify(young.access_token, createLocalJWKSet(before))
  })

  it('stop being good for the twin itself when they are revoked', async () => {
    const { access_token: token } = await app.signIn('writer')
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${twin.origin}/userinfo`, { headers })).status
    }

    await twin.post('/twin/rotate-keys')
    const rotated = await ask()
    await twin.post('/twin/revoke-previous')

    assert.deepEqual([rotated, await ask()], [200, 401])
  })

  it('rotate while people sign in: nobody is refused', async () => {
    const { length } = kidsOf(await readKeys())
    const rotation = twin.post('/twin/rotate-keys')
    const tokens = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const { access_token: token } = await app.signIn('writer', { prompt: 'login' })
        return token
      }),
    )
    await rotation

    const keys = createLocalJWKSet(await readKeys())
    await Promise.all(tokens.map((token) => jwtVerify(token, keys)))
    assert.equal(kidsOf(await readKeys()).length, length + 1)
  })
})
