/**
 * Payment intents, charges, refunds and the balance.
 *
 * @see https://docs.stripe.com/api/payment_intents
 * @module
 */
import { z } from 'zod'
import { cardOf, confirm, createIntent } from '../billing/payments.ts'
import { needCard } from '../cards.ts'
import { toList } from '../lists.ts'
import type { Customer, PaymentIntent, StripeObject } from '../objects.ts'
import { currency, flag, integer, metadata, paging, text, url } from '../params.ts'
import { invalid, StripeProblem } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'
import type { World } from '../world.ts'

export const payments = [
  route(
    'POST /v1/payment_intents',
    {
      amount: integer,
      currency,
      customer: text.optional(),
      description: text.optional(),
      metadata: metadata.optional(),
      receipt_email: text.optional(),
      payment_method: text.optional(),
      payment_method_types: z.array(text).optional(),
      confirm: flag.optional(),
      off_session: flag.optional(),
      return_url: url.optional(),
      automatic_payment_methods: z
        .strictObject({ enabled: flag, allow_redirects: z.enum(['always', 'never']).optional() })
        .optional(),
    },
    (world, { metadata: given, payment_method: card, confirm: isNow, ...params }) => {
      if (params.amount < 1) {
        throw invalid('This value must be greater than or equal to 1.', {
          param: 'amount',
          code: 'parameter_invalid_integer',
        })
      }
      const customer = params.customer
        ? world.need<Customer>('customer', params.customer, 'customer').id
        : null
      const { amount, currency: unit, description = null, receipt_email = null } = params
      const intent = createIntent(world, {
        amount,
        currency: unit,
        customer,
        description,
        receipt_email,
        metadata: mergeMetadata({}, given),
      })
      if (!card) return intent
      intent.payment_method = needCard(world, card, customer).id
      intent.status = 'requires_confirmation'
      world.store.save(intent)
      return isNow ? confirmOrThrow(world, intent, !params.off_session) : intent
    },
  ),

  route('GET /v1/payment_intents', { ...paging, customer: text.optional() }, (world, params) =>
    byCustomer(world, 'payment_intent', params),
  ),

  route('GET /v1/payment_intents/:id', {}, (world, _params, id) =>
    world.need('payment_intent', id!),
  ),

  route(
    'POST /v1/payment_intents/:id',
    { description: text.optional(), metadata: metadata.optional(), receipt_email: text.optional() },
    (world, { metadata: given, ...changes }, id) => {
      const intent = world.need<PaymentIntent>('payment_intent', id!)
      Object.assign(intent, changes, { metadata: mergeMetadata(intent.metadata, given) })
      return world.store.save(intent)
    },
  ),

  route(
    'POST /v1/payment_intents/:id/confirm',
    { payment_method: text.optional(), return_url: url.optional(), off_session: flag.optional() },
    (world, { payment_method: card, off_session: isOff }, id) => {
      const intent = world.need<PaymentIntent>('payment_intent', id!)
      if (intent.status === 'succeeded' || intent.status === 'canceled') {
        throw invalid(
          `This PaymentIntent's payment_method could not be updated because it has a status of ${intent.status}.`,
          { code: 'payment_intent_unexpected_state' },
        )
      }
      if (card) intent.payment_method = needCard(world, card, intent.customer).id
      return confirmOrThrow(world, intent, !isOff)
    },
  ),

  route(
    'POST /v1/payment_intents/:id/cancel',
    { cancellation_reason: text.optional() },
    (world, { cancellation_reason: reason = null }, id) => {
      const intent = world.need<PaymentIntent>('payment_intent', id!)
      if (intent.status === 'succeeded' || intent.status === 'canceled') {
        throw invalid(
          `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
          { code: 'payment_intent_unexpected_state' },
        )
      }
      Object.assign(intent, {
        status: 'canceled',
        canceled_at: world.now(),
        cancellation_reason: reason,
      })
      world.store.save(intent)
      world.emit('payment_intent.canceled', intent)
      return intent
    },
  ),
]

function confirmOrThrow(world: World, intent: PaymentIntent, isOnSession: boolean): PaymentIntent {
  const card = cardOf(world, intent.payment_method)
  if (!card) {
    throw invalid('You cannot confirm this PaymentIntent because it’s missing a payment method.', {
      code: 'payment_intent_unexpected_state',
    })
  }
  const { problem } = confirm(world, intent, { card, isFirst: isOnSession })
  if (!problem) return intent
  // A refused card is an error and yet has happened: it must not be undone with the request.
  throw Object.assign(new StripeProblem(402, { ...problem, payment_intent: intent }), {
    isKept: true,
  })
}

/** What belongs to a customer, or all. */
export function byCustomer(
  world: World,
  kind: string,
  {
    customer,
    payment_intent: intent,
    ...page
  }: { customer?: string | undefined; payment_intent?: string | undefined },
) {
  const all = world.store
    .list<StripeObject>(kind)
    .filter((it) => !customer || it['customer'] === customer)
    .filter((it) => !intent || it['payment_intent'] === intent)
  return toList(all, page, `/v1/${kind}s`)
}
