/**
 * A new invoice of a subscription’s period.
 *
 * @module
 */
import type { Customer, Discount, Invoice, LineItem, Subscription } from '../objects.ts'
import { toSum } from '../money.ts'
import type { World } from '../world.ts'

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
