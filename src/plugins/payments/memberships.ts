/**
 * Memberships: who is a member, and until when.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'
import type { Plan } from './settings.ts'

/** What is known of a user's membership. Written by sync.ts alone, from what Stripe says. */
export interface Membership {
  userId: string
  subscriptionId: string
  /** Stripe's word. */
  status: string
  plan: Plan | 'other'
  /** Up to when it is paid, in seconds since 1970. */
  periodEnd: number
  /** It ends then. */
  isEnding: boolean
  /** Those who listen have not heard of the last change: a key, gone when they have. */
  owed?: 'yes'
  updatedAt: string
  version: number
}

export const memberships = defineTable<Membership, 'userId'>('payments-memberships', {
  key: ['userId'],
  indexes: { byOwed: ['owed', 'userId'] },
  version: true,
})

/** How long a renewal may be late, in seconds: Stripe charges about an hour after a period's end. */
const grace = 24 * 60 * 60

/** The statuses of Stripe in which a subscription gives what it is for. */
export const givingStatuses = ['active', 'trialing', 'past_due']

/** What is known of a user's membership, of one that is over too. */
export async function findMembership(userId: string): Promise<Membership | undefined> {
  return memberships.get({ userId }, { consistent: true })
}

/** Whether a membership gives anything now. */
export function isRunning(membership: Membership | undefined, now = Date.now()): boolean {
  if (!membership || !givingStatuses.includes(membership.status)) return false
  const { periodEnd, isEnding } = membership
  return now / 1000 < periodEnd + (isEnding ? 0 : grace)
}

/** Whether a user is a member now. */
export async function isMember(userId: string): Promise<boolean> {
  return isRunning(await findMembership(userId))
}
