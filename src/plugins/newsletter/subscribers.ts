/**
 * Subscribers: who asked for the newsletter, and the steps from asking to leaving.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { defineTable } from '#framework/tables.ts'
import { confirmationSeconds } from './links.ts'

export interface Subscriber {
  /** {@link toSubscriberId} of the address. */
  id: string
  status: 'pending' | 'confirmed' | 'unsubscribed'
  /** Where mail goes. Forgotten on leaving. */
  email?: string
  /** Counts the requests that began anew, so that an old confirmation link confirms no later one. */
  round: number
  /** Mails sent in answer to the form since the last sign of the person themselves. */
  asked: number
  /** No further answer to the form before this time, ISO 8601. */
  quietUntil?: string
  /** ISO 8601, as the other times. */
  createdAt: string
  confirmedAt?: string
  unsubscribedAt?: string
  /** Seconds since 1970. */
  expiresAt?: number
  version: number
}

export const subscribers = defineTable<Subscriber, 'id'>('newsletter-subscribers', {
  key: ['id'],
  indexes: { byStatus: ['status', 'id'] },
  version: true,
  ttl: 'expiresAt',
})

/** The first pause after a mail; each further mail doubles it. */
const pauseMs = 10 * 60 * 1000
const longestPauseMs = 30 * 24 * 60 * 60 * 1000

/** How long the trace of a person who left is kept, in seconds. */
const traceSeconds = 30 * 24 * 60 * 60

/**
 * The key of an address. Hashed, so that keys, links and logs carry no addresses; not with the
 * application's secret, so that a new secret loses no subscriber.
 */
export function toSubscriberId(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url')
}

type Unsaved = Omit<Subscriber, 'version'> & { version?: number }

/**
 * The subscriber after the form was filled in with their address; `undefined` if they were
 * answered a moment ago. The form is open to everybody, so the pauses grow: it must not be a way
 * to flood somebody's inbox.
 */
export function afterAsking(
  found: Subscriber | undefined,
  email: string,
  now: number,
): Unsaved | undefined {
  if (found?.quietUntil && now < Date.parse(found.quietUntil)) return undefined

  const subscriber =
    found && found.status !== 'unsubscribed' ? found : toNewcomer(found, email, now)
  const pause = Math.min(pauseMs * 2 ** subscriber.asked, longestPauseMs)
  return {
    ...subscriber,
    asked: subscriber.asked + 1,
    quietUntil: new Date(now + pause).toISOString(),
    ...(subscriber.status === 'pending' && { expiresAt: toSeconds(now) + confirmationSeconds }),
  }
}

/** The subscriber after they confirmed. */
export function afterConfirming(found: Subscriber, now: number): Subscriber {
  const { expiresAt: _expiresAt, quietUntil: _quietUntil, ...rest } = found
  return { ...rest, status: 'confirmed', asked: 0, confirmedAt: new Date(now).toISOString() }
}

/** What is kept of a subscriber who left: that they did, for a while, and not their address. */
export function afterLeaving(found: Subscriber, now: number): Subscriber {
  const { id, round, createdAt, version } = found
  return {
    id,
    status: 'unsubscribed',
    round,
    asked: 0,
    createdAt,
    unsubscribedAt: new Date(now).toISOString(),
    expiresAt: toSeconds(now) + traceSeconds,
    version,
  }
}

function toNewcomer(found: Subscriber | undefined, email: string, now: number): Unsaved {
  return {
    id: toSubscriberId(email),
    status: 'pending',
    email,
    round: (found?.round ?? 0) + 1,
    asked: 0,
    createdAt: new Date(now).toISOString(),
    ...(found && { version: found.version }),
  }
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1000)
}
