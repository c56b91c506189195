/**
 * Invoices of subscriptions: made, charged, charged again, given up.
 *
 * @module
 */
import type {
  Customer,
  Discount,
  Invoice,
  LineItem,
  PaymentIntent,
  Subscription,
} from '../objects.ts'
import { toSum } from '../money.ts'
import type { StripeErrorBody } from '../problems.ts'
import type { World } from '../world.ts'
import { confirm, createIntent, type Attempt } from './payments.ts'

/** Days after the first failure at which a charge is tried again, as Stripe's settings may say. */
export const retryDays = [3, 5, 7]

/** An open invoice of a subscription's running period. */
export function createInvoice(
  world: World,
  subscription: Subscription,
  {
    reason,
    period,
    isDraftTold = true,
  }: {
    reason: 'subscription_create' | 'subscription_cycle'
    period: { start: number; end: number }
    isDraftTold?: boolean
  },
): Invoice {
  const customer = world.need<Customer>('customer', subscription.customer)
  const lines = toLineItems(subscription)
  const discount = activeDiscount(world, subscription)
  const isTaxed = subscription.automatic_tax.enabled
  const sum = toSum(world, lines, { discount, isTaxed })
  const count = world.store
    .list<Invoice>('invoice')
    .filter((it) => it.customer === customer.id).length
  const id = world.id('in')
  const { currency, metadata } = subscription
  const parent = {
    type: 'subscription_details',
    quote_details: null,
    subscription_details: { metadata, subscription: subscription.id },
  }
  const data = lines.map(({ price, quantity, description }) => ({
    id: world.id('il'),
    object: 'line_item',
    amount: price.unit_amount * quantity,
    currency,
    description,
    discount_amounts: [],
    discounts: [],
    invoice: id,
    livemode: false,
    metadata,
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: {
        subscription: subscription.id,
        subscription_item: subscription.items.data[0]!.id,
        proration: false,
      },
    },
    period,
    pricing: {
      type: 'price_details',
      price_details: { price: price.id, product: price.product },
      unit_amount_decimal: String(price.unit_amount),
    },
    quantity,
    subscription: subscription.id,
    subtotal: price.unit_amount * quantity,
    taxes: [],
  }))
  const invoice = world.store.save<Invoice>({
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'The Stripe twin',
    amount_due: sum.total,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: sum.total,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { enabled: isTaxed, status: isTaxed ? 'complete' : null },
    billing_reason: reason,
    collection_method: 'charge_automatically',
    created: world.now(),
    currency,
    customer: customer.id,
    customer_email: customer.email,
    customer_name: customer.name,
    default_payment_method: null,
    description: null,
    discounts: discount ? [discount.id] : [],
    due_date: null,
    hosted_invoice_url: `${world.address}/invoices/${id}`,
    invoice_pdf: `${world.address}/invoices/${id}/pdf`,
    lines: { object: 'list', data, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: `${customer.id.slice(-8).toUpperCase()}-${String(count + 1).padStart(4, '0')}`,
    parent,
    period_end: period.start,
    period_start: period.start,
    status: 'open',
    status_transitions: {
      finalized_at: world.now(),
      paid_at: null,
      voided_at: null,
      marked_uncollectible_at: null,
    },
    subtotal: sum.subtotal,
    total: sum.total,
    total_discount_amounts: discount ? [{ amount: sum.discount, discount: discount.id }] : [],
    total_excluding_tax: sum.total - sum.tax,
    total_taxes: isTaxed ? [{ amount: sum.tax, tax_behavior: 'exclusive' }] : [],
    webhooks_delivered_at: world.now(),
  })
  subscription.latest_invoice = id
  world.store.save(subscription)
  if (isDraftTold) world.emit('invoice.created', { ...invoice, status: 'draft' })
  world.emit('invoice.finalized', invoice)
  return invoice
}

/** Charges an invoice. It is paid afterwards, or it is tried again some days later, or given up. */
export function payInvoice(
  world: World,
  invoice: Invoice,
  attempt: Attempt | undefined,
): { problem?: StripeErrorBody; intent?: PaymentIntent } {
  if (invoice.total === 0) {
    settle(world, invoice)
    return {}
  }
  const intent = intentOf(world, invoice)
  invoice.attempt_count++
  invoice['attempted'] = true
  const noCard: StripeErrorBody = {
    type: 'invalid_request_error',
    code: 'invoice_payment_intent_requires_action',
    message: 'The customer has no card.',
  }
  const { problem } = attempt ? confirm(world, intent, attempt) : { problem: noCard }
  if (intent.status === 'succeeded') {
    settle(world, invoice)
    return { intent }
  }
  const days = retryDays[invoice.attempt_count - 1]
  invoice.next_payment_attempt =
    invoice.billing_reason === 'subscription_cycle' && days
      ? firstFailure(invoice, world) + days * 86_400
      : null
  world.store.save(invoice)
  const isAsking = intent.status === 'requires_action'
  world.emit(isAsking ? 'invoice.payment_action_required' : 'invoice.payment_failed', invoice)
  return { intent, ...(problem && { problem }) }
}

function firstFailure(invoice: Invoice, world: World): number {
  const failedAt = (invoice['failed_at_own'] as number | undefined) ?? world.now()
  invoice['failed_at_own'] = failedAt
  return failedAt
}

function settle(world: World, invoice: Invoice): void {
  invoice.status = 'paid'
  invoice.amount_paid = invoice.amount_due
  invoice.amount_remaining = 0
  invoice.next_payment_attempt = null
  ;(invoice['status_transitions'] as Record<string, unknown>)['paid_at'] = world.now()
  world.store.save(invoice)
  const payment = world.store
    .list('invoice_payment')
    .find((it) => it['invoice'] === invoice.id && it['status'] === 'open')
  if (payment) {
    Object.assign(payment, { status: 'paid', amount_paid: invoice.amount_paid })
    world.store.save(payment)
    world.emit('invoice_payment.paid', payment)
  }
  world.emit('invoice.paid', invoice)
  world.emit('invoice.payment_succeeded', invoice)
}

/** The payment of an invoice, the same one for every attempt. */
function intentOf(world: World, invoice: Invoice): PaymentIntent {
  const payment = world.store.list('invoice_payment').find((it) => it['invoice'] === invoice.id)
  if (payment) {
    const { payment_intent: id } = payment['payment'] as { payment_intent: string }
    return world.need<PaymentIntent>('payment_intent', id)
  }
  const { total: amount, currency, customer, parent } = invoice
  const intent = createIntent(world, {
    amount,
    currency,
    customer,
    description:
      invoice.billing_reason === 'subscription_create'
        ? 'Subscription creation'
        : 'Subscription update',
    metadata: parent?.subscription_details.metadata ?? {},
    receipt_email: invoice['customer_email'] as string | null,
  })
  world.store.save({
    id: world.id('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: world.now(),
    currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
  return intent
}

function toLineItems({ items }: Subscription): LineItem[] {
  return items.data.map(({ price, quantity }) => ({
    price,
    quantity,
    description: `${quantity} × ${String(price['nickname'] ?? 'Subscription')}`,
  }))
}

/** The discount that a subscription still has. One of a single time ends with its first invoice. */
function activeDiscount(world: World, subscription: Subscription): Discount | null {
  const discount = (subscription['discount_own'] as Discount | undefined) ?? null
  if (!discount) return null
  const isFirst = !world.store
    .list<Invoice>('invoice')
    .some((it) => it.parent?.subscription_details.subscription === subscription.id)
  if (discount.end === null || isFirst || discount.end > world.now()) return discount
  return null
}
