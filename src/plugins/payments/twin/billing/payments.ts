/**
 * Money that moves: payment intents, charges, refunds, and the ledger of them.
 *
 * @module
 */
import { needCard, toDecline } from '../cards.ts'
import type { Charge, Metadata, PaymentIntent, PaymentMethod } from '../objects.ts'
import type { StripeErrorBody } from '../problems.ts'
import type { World } from '../world.ts'

export interface PaymentDetails {
  amount: number
  currency: string
  customer: string | null
  description?: string | null
  metadata?: Metadata
  receipt_email?: string | null
}

/** A payment that nobody has paid yet. */
export function createIntent(world: World, details: PaymentDetails): PaymentIntent {
  const { amount, currency, customer, description = null, metadata = {} } = details
  const id = world.id('pi')
  const intent = world.store.save<PaymentIntent>({
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${world.id('s').slice(2)}`,
    confirmation_method: 'automatic',
    created: world.now(),
    currency,
    customer,
    description,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata,
    next_action: null,
    payment_method: null,
    payment_method_types: ['card'],
    processing: null,
    receipt_email: details.receipt_email ?? null,
    setup_future_usage: null,
    shipping: null,
    status: 'requires_payment_method',
  })
  world.emit('payment_intent.created', intent)
  return intent
}

export interface Attempt {
  card: PaymentMethod
  /** Whether the person at the card is there to answer 3-D Secure, and how. */
  answered?: 'yes' | 'no' | undefined
  /** The card is charged for the first time; `fails-later` still pays then. */
  isFirst: boolean
}

/** Charges a card: the intent has succeeded, waits for 3-D Secure, or wants another card. */
export function confirm(
  world: World,
  intent: PaymentIntent,
  { card, answered, isFirst }: Attempt,
): { problem?: StripeErrorBody } {
  intent.payment_method = card.id
  const { behaviour_own: behaviour } = card
  if (behaviour === 'asks' && isFirst && answered === undefined) {
    intent.status = 'requires_action'
    intent['next_action'] = { type: 'use_stripe_sdk', use_stripe_sdk: {} }
    world.store.save(intent)
    world.emit('payment_intent.requires_action', intent)
    return {}
  }
  intent['next_action'] = null
  if (behaviour === 'asks' && answered === 'no') {
    return fail(world, intent, {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    })
  }
  const pays =
    behaviour === 'pays' || behaviour === 'asks' || (behaviour === 'fails-later' && isFirst)
  const charge = createCharge(world, intent, card, pays)
  if (!pays) return fail(world, intent, toDecline(behaviour), charge)

  intent.status = 'succeeded'
  intent.amount_received = intent.amount
  intent.latest_charge = charge.id
  intent['last_payment_error'] = null
  world.store.save(intent)
  world.emit('charge.succeeded', charge)
  world.emit('payment_intent.succeeded', intent)
  return {}
}

function fail(world: World, intent: PaymentIntent, problem: StripeErrorBody, charge?: Charge) {
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent['last_payment_error'] = { ...problem, ...(charge && { charge: charge.id }) }
  if (charge) {
    intent.latest_charge = charge.id
    world.emit('charge.failed', charge)
  }
  world.store.save(intent)
  world.emit('payment_intent.payment_failed', intent)
  return { problem }
}

function createCharge(
  world: World,
  intent: PaymentIntent,
  card: PaymentMethod,
  pays: boolean,
): Charge {
  const { amount, currency, customer, metadata } = intent
  const id = world.id('ch')
  const problem = pays ? undefined : toDecline(card.behaviour_own)
  return world.store.save<Charge>({
    id,
    object: 'charge',
    amount,
    amount_captured: pays ? amount : 0,
    amount_refunded: 0,
    balance_transaction: pays
      ? book(world, { amount, currency, source: id, type: 'charge' })
      : null,
    billing_details: structuredClone(card['billing_details']),
    captured: pays,
    created: world.now(),
    currency,
    customer,
    description: intent['description'],
    disputed: false,
    failure_code: problem?.code ?? null,
    failure_message: problem?.message ?? null,
    livemode: false,
    metadata,
    outcome: {
      network_status: pays ? 'approved_by_network' : 'declined_by_network',
      type: pays ? 'authorized' : 'issuer_declined',
    },
    paid: pays,
    payment_intent: intent.id,
    payment_method: card.id,
    payment_method_details: { type: 'card', card: card.card },
    receipt_email: intent['receipt_email'],
    receipt_url: pays ? `${world.address}/receipts/${id}` : null,
    refunded: false,
    status: pays ? 'succeeded' : 'failed',
  })
}

/** A line of the ledger; its id. Stripe's own fee is left out: it is another one for everybody. */
export function book(
  world: World,
  entry: { amount: number; currency: string; source: string; type: 'charge' | 'refund' },
): string {
  return world.store.save({
    id: world.id('txn'),
    object: 'balance_transaction',
    available_on: world.now(),
    balance_type: 'payments',
    created: world.now(),
    description: null,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: entry.amount,
    reporting_category: entry.type,
    status: 'available',
    ...entry,
  }).id
}

/** The card that an intent or a subscription is to be charged with. */
export function cardOf(world: World, id: string | null): PaymentMethod | undefined {
  return id ? needCard(world, id, null) : undefined
}
