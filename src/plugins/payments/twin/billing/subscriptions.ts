/**
 * Subscriptions: begun, renewed, in arrears, ended.
 *
 * @module
 */
import { needCard } from '../cards.ts'
import { addInterval } from '../money.ts'
import type {
  Customer,
  Discount,
  Invoice,
  Metadata,
  PaymentMethod,
  Price,
  Subscription,
  SubscriptionItem,
} from '../objects.ts'
import type { StripeErrorBody } from '../problems.ts'
import type { World } from '../world.ts'
import { payInvoice } from './invoices.ts'
import { createInvoice } from './new-invoice.ts'

export interface SubscriptionDetails {
  customer: string
  prices: readonly { price: Price; quantity: number }[]
  card: PaymentMethod | undefined
  answered?: 'yes' | 'no' | undefined
  metadata: Metadata
  isTaxed: boolean
  discount: Discount | null
}

/** Begins one and charges its first period; it stays `incomplete` when that fails. */
export function beginSubscription(world: World, details: SubscriptionDetails) {
  const { customer, prices, card, answered, metadata, isTaxed, discount } = details
  const id = world.id('sub')
  const start = world.now()
  const { interval, interval_count: count } = prices[0]!.price.recurring!
  const end = addInterval(start, interval, count)
  const data = prices.map(({ price, quantity }): SubscriptionItem => ({
    id: world.id('si'),
    object: 'subscription_item',
    created: start,
    current_period_end: end,
    current_period_start: start,
    discounts: [],
    metadata: {},
    price,
    quantity,
    subscription: id,
    tax_rates: [],
  }))
  const subscription = world.store.save<Subscription>({
    id,
    object: 'subscription',
    automatic_tax: { enabled: isTaxed },
    billing_cycle_anchor: start,
    billing_mode: { type: 'flexible' },
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created: start,
    currency: prices[0]!.price.currency,
    customer,
    days_until_due: null,
    default_payment_method: card?.id ?? null,
    description: null,
    discounts: discount ? [discount.id] : [],
    discount_own: discount,
    ended_at: null,
    items: {
      object: 'list',
      data,
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    latest_invoice: null,
    livemode: false,
    metadata,
    pause_collection: null,
    pending_setup_intent: null,
    start_date: start,
    status: 'incomplete',
    test_clock: null,
    trial_end: null,
    trial_start: null,
  })
  const period = { start, end }
  const invoice = createInvoice(world, subscription, { reason: 'subscription_create', period })
  const attempt = card && { card, answered, isFirst: true }
  const { problem, intent } = payInvoice(world, invoice, attempt)
  if (invoice.status === 'paid') subscription.status = 'active'
  world.store.save(subscription)
  world.emit('customer.subscription.created', subscription)
  return { subscription, invoice, intent, problem }
}

/** The card of a subscription, or its customer's. */
export function cardFor(
  world: World,
  { customer, default_payment_method: own }: Subscription,
): PaymentMethod | undefined {
  const { invoice_settings: settings } = world.need<Customer>('customer', customer)
  const id = own ?? settings.default_payment_method
  return id ? needCard(world, id, customer) : undefined
}

/** Charges what is open, with the card as it is now. */
export function payOpen(world: World, subscription: Subscription): StripeErrorBody | undefined {
  const latest = subscription.latest_invoice
  const invoice = latest ? world.store.find<Invoice>('invoice', latest) : undefined
  const card = cardFor(world, subscription)
  if (invoice?.status !== 'open' || !card) return undefined
  const { problem } = payInvoice(world, invoice, {
    card,
    isFirst: card.behaviour_own !== 'fails-later',
  })
  if ((invoice.status as string) === 'paid') update(world, subscription, { status: 'active' })
  return problem
}

/** Ends one at once. */
export function endNow(
  world: World,
  subscription: Subscription,
  reason: 'payment_failed' | 'cancellation_requested' | null,
): void {
  const now = world.now()
  const { canceled_at: canceledAt } = subscription
  subscription.status = 'canceled'
  subscription.canceled_at = canceledAt ?? now
  subscription.ended_at = now
  subscription['cancellation_details'] = {
    comment: null,
    feedback: null,
    reason: reason ?? 'cancellation_requested',
  }
  world.store.save(subscription)
  world.emit('customer.subscription.deleted', subscription)
}

/** Changes fields of one and tells of it. */
export function update(
  world: World,
  subscription: Subscription,
  changes: Partial<Subscription>,
): void {
  const before = Object.fromEntries(
    Object.keys(changes).map((name) => [name, structuredClone(subscription[name])]),
  )
  Object.assign(subscription, changes)
  world.store.save(subscription)
  world.emit('customer.subscription.updated', subscription, before)
}

/** Ends it with the period that is paid, or lets it go on. */
export function setEnding(world: World, subscription: Subscription, ends: boolean): void {
  const end = subscription.items.data[0]!.current_period_end
  update(world, subscription, {
    cancel_at_period_end: ends,
    cancel_at: ends ? end : null,
    canceled_at: ends ? world.now() : null,
  })
}
