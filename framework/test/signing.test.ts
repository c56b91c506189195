import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { kernelEnv } from '../env.ts'
import { sign, verify } from '../signing.ts'

const purpose = 'newsletter'

beforeEach(() => {
  vi.stubEnv('APP_SECRET', 'one-secret-of-more-than-thirty-two-characters')
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

describe('a signed token', () => {
  it('comes back as it was', () => {
    const token = sign({ email: 'ada@example.com', n: 1 }, { purpose })

    assert.deepEqual(verify(token, { purpose }), { email: 'ada@example.com', n: 1 })
  })

  it('can stand in an address as it is', () => {
    const token = sign({ text: '<>?&=/+ é 😀'.repeat(9) }, { purpose })

    assert.equal(encodeURIComponent(token), token)
    assert.deepEqual(verify(token, { purpose }), { text: '<>?&=/+ é 😀'.repeat(9) })
  })

  it('is worth nothing for another purpose', () => {
    const token = sign({ id: 1 }, { purpose })

    assert.equal(verify(token, { purpose: 'session' }), undefined)
  })

  it('is worth nothing under another secret', () => {
    const token = sign({ id: 1 }, { purpose })
    vi.stubEnv('APP_SECRET', 'another-secret-of-more-than-thirty-two-chars')

    assert.equal(verify(token, { purpose }), undefined)
  })

  it('is worth nothing once any of its characters is another', () => {
    const token = sign({ id: 1 }, { purpose, expiresInSeconds: 60 })

    for (let index = 0; index < token.length; index++) {
      for (const other of ['A', 'B', '-', '.', '=']) {
        if (token[index] === other) continue
        const changed = token.slice(0, index) + other + token.slice(index + 1)
        assert.equal(verify(changed, { purpose }), undefined, `${index} ${other}`)
      }
    }
  })

  it('expires, and its expiry cannot be moved', () => {
    vi.useFakeTimers({ now: 1_800_000_000_000 })
    const token = sign({ id: 1 }, { purpose, expiresInSeconds: 60 })
    const [body, mac] = token.split('.') as [string, string]
    const later = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), e: 4_000_000_000 }
    const moved = `${Buffer.from(JSON.stringify(later)).toString('base64url')}.${mac}`

    vi.setSystemTime(1_800_000_059_000)
    assert.deepEqual(verify(token, { purpose }), { id: 1 })
    vi.setSystemTime(1_800_000_060_000)
    assert.equal(verify(token, { purpose }), undefined)
    assert.equal(verify(moved, { purpose }), undefined)
  })

  it('is not made by the bare secret', () => {
    const body = Buffer.from('{"p":{"admin":true}}').toString('base64url')
    const mac = createHmac('sha256', process.env['APP_SECRET']!).update(body).digest('base64url')

    assert.equal(verify(`${body}.${mac}`, { purpose }), undefined)
  })

  it('answers undefined for whatever else comes', () => {
    for (const junk of [null, undefined, '', '.', 'a', 'a.b', 'a.b.c', '😀.😀', 'x'.repeat(9999)]) {
      assert.equal(verify(junk, { purpose }), undefined, String(junk))
    }
  })
})

describe('the secret', () => {
  it('must be there', () => {
    const token = sign({ id: 1 }, { purpose })
    vi.stubEnv('APP_SECRET', undefined)

    assert.throws(() => sign({ id: 1 }, { purpose }), /APP_SECRET is not set\. Run: npx arc env/)
    assert.throws(() => verify(token, { purpose }), /APP_SECRET is not set/)
  })

  it('must be long', () => {
    vi.stubEnv('APP_SECRET', 'x'.repeat(31))

    assert.throws(() => sign({ id: 1 }, { purpose }), /at least 32 characters/)
  })

  it('must not be the one of the repository once deployed', () => {
    vi.stubEnv('APP_SECRET', kernelEnv['APP_SECRET']!.local!)

    vi.stubEnv('ARC_ENV', 'testing')
    assert.ok(sign({ id: 1 }, { purpose }))
    vi.stubEnv('ARC_ENV', 'production')
    assert.throws(() => sign({ id: 1 }, { purpose }), /meant for local use/)
  })
})
