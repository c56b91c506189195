/**
 * Of a customer's subscriptions at Stripe, the one that counts; the others are ended and paid back.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Membership } from './memberships.ts'
import { givingStatuses } from './memberships.ts'
import { lookupKey } from './settings.ts'
import { stripe } from './stripe.ts'

type Subscription = Stripe.Subscription

/**
 * Of those that give something, one that is paid before one that is late, the one that is known before
 * the oldest; for want of any, the last that gave something.
 */
export function findKeeper(
  all: readonly Subscription[],
  known: string | undefined,
): Subscription | undefined {
  const byAge = all.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
  const giving = byAge.filter(isGiving)
  const paid = giving.filter(({ status }) => status !== 'past_due')
  const best = paid.length > 0 ? paid : giving
  const over = byAge.filter(({ status }) => !status.startsWith('incomplete'))
  return best.find(({ id }) => id === known) ?? best[0] ?? over.at(-1)
}

/** Whoever paid in two windows at once gets the second payment back. */
export async function endOthers(
  all: readonly Subscription[],
  keeper: Subscription | undefined,
): Promise<void> {
  for (const other of all) {
    if (other.id === keeper?.id) continue
    if (isGiving(other)) await stripe().subscriptions.cancel(other.id)
    // Also of one that was ended by an attempt which then failed.
    if (isDouble(other, keeper)) await payBack(other)
  }
}

/** Both ran at the same time, if only until one of them was ended here. */
function isDouble(other: Subscription, keeper: Subscription | undefined): boolean {
  if (!keeper || other.status.startsWith('incomplete')) return false
  const endOf = ({ ended_at: ended }: Subscription) => ended ?? Infinity
  return other.created <= endOf(keeper) && keeper.created < endOf(other)
}

async function payBack({ latest_invoice: invoice }: Subscription): Promise<void> {
  const id = typeof invoice === 'string' ? invoice : invoice?.id
  if (!id) return
  const { data } = await stripe().invoicePayments.list({ invoice: id, status: 'paid' })
  for (const { payment } of data) {
    const intent = payment.payment_intent
    if (!intent) continue
    const payment_intent = typeof intent === 'string' ? intent : intent.id
    await stripe()
      .refunds.create(
        { payment_intent, reason: 'duplicate' },
        { idempotencyKey: `refund-double:${payment_intent}` },
      )
      .catch((error: unknown) => {
        if ((error as { code?: string }).code !== 'charge_already_refunded') throw error
      })
  }
}

/** The row of a subscription. */
export function toMembership(
  subscription: Subscription,
  { userId, before }: { userId: string; before: Membership | undefined },
): Omit<Membership, 'version'> & { version?: number } {
  const [item] = subscription.items.data
  const key = item?.price.lookup_key
  const plan =
    key === lookupKey('monthly') || item?.price.recurring?.interval === 'month'
      ? 'monthly'
      : key === lookupKey('yearly') || item?.price.recurring?.interval === 'year'
        ? 'yearly'
        : 'other'
  return {
    userId,
    subscriptionId: subscription.id,
    status: subscription.status,
    plan,
    // Since the API of 2025 a period is the item's.
    periodEnd: subscription.ended_at ?? item?.current_period_end ?? subscription.created,
    isEnding: subscription.cancel_at_period_end || subscription.cancel_at !== null,
    updatedAt: new Date().toISOString(),
    ...(before?.owed && { owed: before.owed }),
    ...(before && { version: before.version }),
  }
}

function isGiving({ status }: Subscription): boolean {
  return givingStatuses.includes(status)
}
