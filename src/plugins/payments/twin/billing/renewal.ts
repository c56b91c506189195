/**
 * What time does to a subscription: renewal, further tries, the end.
 *
 * @module
 */
import { addInterval } from '../money.ts'
import type { Invoice, Subscription } from '../objects.ts'
import type { World } from '../world.ts'
import { payInvoice, retryDays } from './invoices.ts'
import { createInvoice } from './new-invoice.ts'
import { cardFor, endNow, update } from './subscriptions.ts'

/** The moment at which something has to happen to a subscription; `undefined` when never. */
export function dueAt(world: World, subscription: Subscription): number | undefined {
  const { status, items, latest_invoice: latest, cancel_at: cancelAt } = subscription
  if (status === 'active' || status === 'trialing') {
    const end = items.data[0]!.current_period_end
    return cancelAt === null ? end : Math.min(end, cancelAt)
  }
  if (status === 'incomplete') return subscription.created + 23 * 3600
  if (status !== 'past_due' || !latest) return undefined
  const retry = world.store.find<Invoice>('invoice', latest)?.next_payment_attempt ?? undefined
  const end = items.data[0]!.current_period_end
  return retry === undefined ? end : Math.min(end, retry)
}

/** Does what is due; to be called at that moment (`world.at`). */
export function proceed(world: World, subscription: Subscription): void {
  const { status, cancel_at_period_end: ends, cancel_at: cancelAt, items } = subscription
  const now = world.now()
  if (status === 'incomplete') {
    update(world, subscription, { status: 'incomplete_expired', ended_at: now })
    return
  }
  if (ends || (cancelAt !== null && cancelAt <= now)) return endNow(world, subscription, null)
  if (items.data[0]!.current_period_end <= now) return renew(world, subscription)
  retry(world, subscription)
}

function renew(world: World, subscription: Subscription): void {
  const { data } = subscription.items
  const start = data[0]!.current_period_end
  const { interval, interval_count: count } = data[0]!.price.recurring!
  // Counted from the anchor: the 31st stays the 31st where a month has one.
  let periods = 1
  let end = addInterval(subscription.billing_cycle_anchor, interval, count)
  while (end <= start)
    end = addInterval(subscription.billing_cycle_anchor, interval, count * ++periods)
  for (const item of data) {
    item.current_period_start = start
    item.current_period_end = end
  }
  world.store.save(subscription)
  const period = { start, end }
  const invoice = createInvoice(world, subscription, { reason: 'subscription_cycle', period })
  charge(world, subscription, invoice)
}

function retry(world: World, subscription: Subscription): void {
  const invoice = world.need<Invoice>('invoice', subscription.latest_invoice!)
  charge(world, subscription, invoice)
}

function charge(world: World, subscription: Subscription, invoice: Invoice): void {
  const card = cardFor(world, subscription)
  payInvoice(world, invoice, card && { card, isFirst: false })
  if (invoice.status === 'paid') return update(world, subscription, { status: 'active' })
  if (invoice.attempt_count > retryDays.length) {
    return endNow(world, subscription, 'payment_failed')
  }
  update(world, subscription, { status: 'past_due' })
}
