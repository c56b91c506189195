import assert from 'node:assert/strict'
import { afterEach, describe, it, vi } from 'vitest'
import {
  createConfirmLink,
  createUnsubscribeLink,
  requireConfirmation,
  requireUnsubscription,
} from '../links.ts'

const tokenOf = (link: string) => new URL(link).searchParams.get('token')!
const refused = { code: 'NEWSLETTER_LINK_INVALID', status: 400 }

describe('the links in our mails', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('tell whom they were sent to', () => {
    const confirmation = { id: 'abc', round: 3 }

    assert.deepEqual(requireConfirmation(tokenOf(createConfirmLink(confirmation))), confirmation)
    assert.deepEqual(requireUnsubscription(tokenOf(createUnsubscribeLink('abc'))), { id: 'abc' })
  })

  it('fit into a header', () => {
    const id = 'x'.repeat(43)

    assert.ok(createUnsubscribeLink(id).length < 500)
    assert.match(createUnsubscribeLink(id), /^[!-~]+$/)
  })

  it('work for 48 hours, if they confirm', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T12:00:00Z') })
    const token = tokenOf(createConfirmLink({ id: 'abc', round: 1 }))

    vi.setSystemTime('2026-11-23T11:59:59Z')
    assert.equal(requireConfirmation(token).id, 'abc')
    vi.setSystemTime('2026-11-23T12:00:01Z')
    assert.throws(() => requireConfirmation(token), refused)
  })

  it('work for years, if they unsubscribe', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T12:00:00Z') })
    const token = tokenOf(createUnsubscribeLink('abc'))

    vi.setSystemTime('2036-11-21T12:00:00Z')

    assert.equal(requireUnsubscription(token).id, 'abc')
  })

  it('are refused when forged, or used for another purpose', () => {
    const token = tokenOf(createUnsubscribeLink('abc'))
    const [body, mac] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ p: { id: 'eve' } })).toString('base64url')

    for (const bad of ['', 'x', `${forged}.${mac}`, `${body}.${body}`, `${token}x`]) {
      assert.throws(() => requireUnsubscription(bad), refused)
    }
    assert.throws(() => requireConfirmation(token), refused)
  })
})
