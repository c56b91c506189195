/**
 * A checkout session: what it costs, and what happens when the person pays, gives up or is too late.
 *
 * @module
 */
import { createCard } from '../cards.ts'
import { findPromotion, redeem, requireUsable, toSum } from '../money.ts'
import type {
  CheckoutSession,
  Coupon,
  Customer,
  LineItem,
  Metadata,
  PaymentIntent,
  PromotionCode,
} from '../objects.ts'
import { invalid, type StripeErrorBody } from '../problems.ts'
import type { World } from '../world.ts'
import { confirm, createIntent } from './payments.ts'
import { beginSubscription } from './subscriptions.ts'
import { createCustomer } from './customers.ts'

/** What a session keeps for itself. */
interface Own {
  lines_own: LineItem[]
  /** The promotion code or the coupon that has been taken. */
  promotion_own: string | null
  coupon_own: string | null
  /** For what the session makes. */
  data_own: { metadata: Metadata; description: string | null; receipt_email: string | null }
  /** What waits for 3-D Secure. */
  waiting_own: string | null
}

/** A session as the twin keeps it. */
export type KeptSession = CheckoutSession & Own

/** Sums a session up anew. */
export function price(world: World, session: KeptSession): void {
  const coupon = couponOf(world, session)
  const discount = coupon
    ? { id: 'di_preview', coupon: coupon.id, promotion_code: null, end: null }
    : null
  const isTaxed = session.automatic_tax.enabled
  const sum = toSum(world, session.lines_own, { discount, isTaxed })
  session.amount_subtotal = sum.subtotal
  session.amount_total = sum.total
  session['total_details'] = {
    amount_discount: sum.discount,
    amount_shipping: 0,
    amount_tax: sum.tax,
  }
  world.store.save(session)
}

/** @throws StripeProblem for a code that cannot be taken. */
export function takeCode(world: World, session: KeptSession, code: string): void {
  requireOpen(world, session)
  if (!session.allow_promotion_codes) throw invalid('This checkout takes no promotion codes.')
  session.promotion_own = findPromotion(world, code).id
  price(world, session)
}

/** What the person at the hosted page has typed in. */
export interface CheckoutForm {
  email: string
  number: string
  answered?: 'yes' | 'no' | undefined
}

/** Pays: `done`, or 3-D Secure is asked for, or the card was refused. */
export function pay(
  world: World,
  session: KeptSession,
  { email, number, answered }: CheckoutForm,
): { state: 'done' | 'asks' | 'refused'; problem?: StripeErrorBody } {
  requireOpen(world, session)
  const customer = customerOf(world, session, email)
  session['customer_details'] = { email: customer?.email ?? email, name: customer?.name ?? null }
  const total = session.amount_total
  const card =
    total > 0 || session.mode === 'subscription'
      ? createCard(world, number, customer?.id ?? null)
      : undefined
  if (card?.behaviour_own === 'asks' && answered === undefined) return { state: 'asks' }
  if (card) world.store.save(Object.assign(card, { billing_details: { ...billing(card), email } }))

  const problem =
    session.mode === 'subscription'
      ? paySubscription(world, session, { customer: customer!, card: card!, answered })
      : payOnce(world, session, { customer, card, answered })
  if (problem) return { state: 'refused', problem }

  if (customer && card && session.mode === 'subscription') {
    customer.invoice_settings.default_payment_method ??= card.id
    world.store.save(customer)
  }
  session.status = 'complete'
  session.payment_status = total > 0 ? 'paid' : 'no_payment_required'
  session['url'] = null
  world.store.save(session)
  world.emit('checkout.session.completed', session)
  return { state: 'done' }
}

function billing({ billing_details: details }: Card): object {
  return details as object
}

type Payer = { answered: 'yes' | 'no' | undefined }
type Card = ReturnType<typeof createCard>

function payOnce(
  world: World,
  session: KeptSession,
  { customer, card, answered }: Payer & { customer: Customer | undefined; card: Card | undefined },
): StripeErrorBody | undefined {
  if (!card) return (take(world, session), undefined)
  const { description, metadata, receipt_email } = session.data_own
  const intent =
    (session.payment_intent &&
      world.store.find<PaymentIntent>('payment_intent', session.payment_intent)) ||
    createIntent(world, {
      amount: session.amount_total,
      currency: session.currency,
      customer: customer?.id ?? null,
      description,
      metadata,
      receipt_email,
    })
  intent.amount = session.amount_total
  session.payment_intent = intent.id
  world.store.save(session)
  const { problem } = confirm(world, intent, { card, answered, isFirst: true })
  if (!problem) take(world, session)
  return problem
}

function paySubscription(
  world: World,
  session: KeptSession,
  { customer, card, answered }: Payer & { customer: Customer; card: Card },
): StripeErrorBody | undefined {
  // A refused card leaves nothing behind but the failed charge: it is tried on a payment of its own.
  const declines = card.behaviour_own !== 'pays' && card.behaviour_own !== 'fails-later'
  if (declines && !(card.behaviour_own === 'asks' && answered === 'yes')) {
    const { amount_total: amount, currency } = session
    const intent = createIntent(world, { amount, currency, customer: customer.id })
    return confirm(world, intent, { card, answered, isFirst: true }).problem
  }
  const discount = take(world, session)
  const { subscription, invoice, problem } = beginSubscription(world, {
    customer: customer.id,
    prices: session.lines_own,
    card,
    answered,
    metadata: session.data_own.metadata,
    isTaxed: session.automatic_tax.enabled,
    discount,
  })
  session.subscription = subscription.id
  session.invoice = invoice.id
  return problem
}

/** Redeems the code that the session holds. */
function take(world: World, session: KeptSession) {
  const coupon = couponOf(world, session)
  if (!coupon) return null
  const id = session.promotion_own
  const promotion = id ? world.need<PromotionCode>('promotion_code', id) : null
  if (promotion) requireUsable(world, promotion)
  return redeem(world, coupon, promotion)
}

function couponOf(world: World, { promotion_own: code, coupon_own: coupon }: KeptSession) {
  const id = code ? world.need<PromotionCode>('promotion_code', code).promotion.coupon : coupon
  return id ? world.need<Coupon>('coupon', id) : undefined
}

function customerOf(world: World, session: KeptSession, email: string): Customer | undefined {
  if (session.customer) return world.need<Customer>('customer', session.customer)
  if (session.mode === 'payment' && session['customer_creation'] !== 'always') return undefined
  const customer = createCustomer(world, { email, name: null, metadata: {} })
  session.customer = customer.id
  return customer
}

/** @throws StripeProblem when it has been paid, or is over. */
export function requireOpen(world: World, session: CheckoutSession): void {
  if (session.status === 'open' && session.expires_at <= world.now()) expire(world, session)
  if (session.status === 'open') return
  const message =
    session.status === 'complete'
      ? 'You’re all done here: this checkout has been completed.'
      : 'This checkout session has expired.'
  throw invalid(message)
}

export function expire(world: World, session: CheckoutSession): void {
  session.status = 'expired'
  session['url'] = null
  world.store.save(session)
  world.emit('checkout.session.expired', session)
}
