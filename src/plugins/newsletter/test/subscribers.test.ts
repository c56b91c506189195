import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import {
  afterAsking,
  afterConfirming,
  afterLeaving,
  toSubscriberId,
  type Subscriber,
} from '../subscribers.ts'

const now = Date.parse('2026-11-21T12:00:00.000Z')
const minute = 60 * 1000
const hour = 60 * minute

/** As the table would keep it. */
function stored(subscriber: object | undefined): Subscriber {
  assert.ok(subscriber)
  return { version: 1, ...subscriber } as Subscriber
}

describe('toSubscriberId', () => {
  it('is the same however the address is capitalised, and does not show it', () => {
    assert.equal(toSubscriberId('Ada@Example.org'), toSubscriberId('ada@example.org'))
    assert.match(toSubscriberId('ada@example.org'), /^[\w-]{43}$/)
  })
})

describe('afterAsking', () => {
  it('makes a newcomer pending for as long as their link works', () => {
    const newcomer = afterAsking(undefined, 'ada@example.org', now)

    assert.deepEqual(newcomer, {
      id: toSubscriberId('ada@example.org'),
      status: 'pending',
      email: 'ada@example.org',
      round: 1,
      asked: 1,
      quietUntil: '2026-11-21T12:10:00.000Z',
      createdAt: '2026-11-21T12:00:00.000Z',
      expiresAt: now / 1000 + 48 * 60 * 60,
    })
  })

  it('does not answer again within ten minutes', () => {
    const asked = stored(afterAsking(undefined, 'ada@example.org', now))

    assert.equal(afterAsking(asked, 'ada@example.org', now + 10 * minute - 1), undefined)
    assert.equal(afterAsking(asked, 'ada@example.org', now + 10 * minute)?.asked, 2)
  })

  it('answers at most nine times in two days, so that nobody is flooded', () => {
    let subscriber: Subscriber | undefined
    let answers = 0
    for (let time = now; time < now + 48 * hour; time += minute) {
      const next = afterAsking(subscriber, 'ada@example.org', time)
      if (next) {
        subscriber = stored(next)
        answers += 1
      }
    }

    assert.equal(answers, 9)
  })

  it('keeps a request open across repetitions, so that each mail’s link confirms it', () => {
    const first = stored(afterAsking(undefined, 'ada@example.org', now))
    const second = afterAsking(first, 'ada@example.org', now + hour)

    assert.equal(second?.round, first.round)
    assert.equal(second?.expiresAt, first.expiresAt! + 3600)
  })

  it('leaves a subscriber subscribed', () => {
    const pending = stored(afterAsking(undefined, 'ada@example.org', now))
    const confirmed = afterConfirming(pending, now)

    const next = afterAsking(confirmed, 'ada@example.org', now)

    assert.equal(next?.status, 'confirmed')
    assert.equal(next?.expiresAt, undefined)
  })

  it('begins anew for a person who left, at once', () => {
    const pending = stored(afterAsking(undefined, 'ada@example.org', now))
    const left = afterLeaving(afterConfirming(pending, now), now)

    const next = afterAsking(left, 'ada@example.org', now)

    assert.equal(next?.status, 'pending')
    assert.equal(next?.round, 2)
    assert.equal(next?.version, left.version)
  })
})

describe('afterLeaving', () => {
  it('forgets the address', () => {
    const pending = stored(afterAsking(undefined, 'ada@example.org', now))

    const left = afterLeaving(pending, now)

    assert.doesNotMatch(JSON.stringify(left), /ada@/)
    assert.equal(left.status, 'unsubscribed')
  })
})
