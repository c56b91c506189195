import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { createKey, startProvider, type TestProvider } from './provider.ts'

const app = useApp()
const minute = 60_000

let provider: TestProvider
beforeEach(async () => {
  provider = await startProvider()
})
afterEach(async () => {
  vi.useRealTimers()
  await provider.stop()
})

describe('the keys of the provider', () => {
  it('are asked for once, however many come at the same time', async () => {
    const statuses = await Promise.all(Array.from({ length: 50 }, () => open(provider.sign())))

    assert.deepEqual(new Set(statuses), new Set([200]))
    assert.equal(provider.asked, 1)
  })

  it('are asked for once a minute at most, whatever names tokens invent', async () => {
    await open(provider.sign())
    const header = () => ({ kid: createName() })
    const invented = () => provider.sign({}, { header: header() })

    const soon = await Promise.all(Array.from({ length: 200 }, () => open(invented())))
    pass(minute + 1)
    const later = await Promise.all(Array.from({ length: 200 }, () => open(invented())))

    assert.deepEqual(new Set([...soon, ...later]), new Set([401]))
    assert.equal(provider.asked, 2)
  })

  it('are found when a token names a new one', async () => {
    await open(provider.sign())
    pass(minute + 1)
    const fresh = createKey()
    provider.keys.push(fresh)

    assert.equal(await open(provider.sign({}, { key: fresh })), 200)
  })

  it('rotate while requests are in flight, and nobody notices', async () => {
    const [current, next, later] = [provider.keys[0]!, createKey(), createKey()]
    provider.keys = [current, next]
    const flight = (key = provider.keys[0]!) =>
      Promise.all(Array.from({ length: 40 }, () => open(provider.sign({}, { key }))))

    const before = flight()
    // As Auth0 does it: the next key signs, one more is published, the previous one stays.
    provider.keys = [next, later, current]
    const during = [flight(), flight(current)]
    pass(10 * minute + 1)
    const after = [flight(), flight(current), flight(later)]

    const statuses = (await Promise.all([before, ...during, ...after])).flat()
    assert.deepEqual(new Set(statuses), new Set([200]))
    assert.ok(provider.asked <= 2, `asked ${provider.asked} times`)
  })

  it('are no longer good ten minutes after they were revoked', async () => {
    const [old, fresh] = [provider.keys[0]!, createKey()]
    provider.keys = [old, fresh]
    assert.equal(await open(provider.sign({}, { key: old })), 200)

    provider.keys = [fresh]
    pass(10 * minute + 1)
    const refused = await Promise.all(
      Array.from({ length: 40 }, () => open(provider.sign({}, { key: old }))),
    )

    assert.deepEqual(new Set(refused), new Set([401]))
    assert.equal(await open(provider.sign({}, { key: fresh })), 200)
  })

  it('are kept for an hour while the provider does not answer', async () => {
    await open(provider.sign())
    provider.failWith = 500

    pass(30 * minute)
    const kept = await open(provider.sign())
    const asked = provider.asked
    await open(provider.sign())
    pass(31 * minute)
    const gone = await app.fetch('/write', { headers: bearer(provider.sign()) })
    provider.failWith = undefined
    pass(minute + 1)

    assert.equal(kept, 200)
    assert.equal(provider.asked, asked + 1)
    assert.equal(gone.status, 503)
    assert.equal((gone.json() as { code: string }).code, 'KEYS_UNAVAILABLE')
    assert.ok(gone.headers.get('retry-after'))
    assert.equal(await open(provider.sign()), 200)
  })

  it('let nobody in before they are known, and are tried again after five seconds', async () => {
    provider.failWith = 503
    const first = await Promise.all(Array.from({ length: 20 }, () => open(provider.sign())))
    provider.failWith = undefined
    const soon = await open(provider.sign())
    pass(5001)

    assert.deepEqual(new Set([...first, soon]), new Set([503]))
    assert.equal(provider.asked, 1)
    assert.equal(await open(provider.sign()), 200)
  })

  it('are not taken from an answer that has none of use', async () => {
    provider.keys = []

    assert.equal(await open(provider.sign({}, { key: createKey() })), 503)
  })
})

let names = 0
function createName(): string {
  return `invented-${++names}`
}

async function open(token: string): Promise<number> {
  return (await app.fetch('/write', { headers: bearer(token) })).status
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}

// Tokens are made by this clock, too.
function pass(ms: number): void {
  const now = Date.now() + ms
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(now)
}
