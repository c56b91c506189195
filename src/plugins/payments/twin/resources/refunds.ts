/**
 * Charges, refunds and the balance they add up to.
 *
 * @see https://docs.stripe.com/api/refunds
 * @module
 */
import { z } from 'zod'
import { refund } from '../billing/refunds.ts'
import { toList } from '../lists.ts'
import type { Charge, PaymentIntent, Refund } from '../objects.ts'
import { integer, metadata, paging, text } from '../params.ts'
import { invalid, missing } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'
import { byCustomer } from './payments.ts'
import type { World } from '../world.ts'

export const refunds = [
  route(
    'GET /v1/charges',
    { ...paging, customer: text.optional(), payment_intent: text.optional() },
    (world, params) => byCustomer(world, 'charge', params),
  ),

  route('GET /v1/charges/:id', {}, (world, _params, id) => world.need('charge', id!)),

  route(
    'POST /v1/refunds',
    {
      charge: text.optional(),
      payment_intent: text.optional(),
      amount: integer.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata: metadata.optional(),
    },
    (world, { charge, payment_intent: intent, amount, reason = null, metadata: given }) =>
      refund(world, findCharge(world, charge, intent), {
        amount,
        reason,
        metadata: mergeMetadata({}, given),
      }),
  ),

  route(
    'GET /v1/refunds',
    { ...paging, charge: text.optional(), payment_intent: text.optional() },
    (world, { charge, payment_intent: intent, ...page }) =>
      toList(
        world.store
          .list<Refund>('refund')
          .filter((it) => !charge || it.charge === charge)
          .filter((it) => !intent || it.payment_intent === intent),
        page,
        '/v1/refunds',
      ),
  ),

  route('GET /v1/refunds/:id', {}, (world, _params, id) => world.need('refund', id!)),

  route(
    'POST /v1/refunds/:id',
    { metadata: metadata.optional() },
    (world, { metadata: given }, id) => {
      const made = world.need<Refund>('refund', id!)
      made.metadata = mergeMetadata(made.metadata, given)
      return world.store.save(made)
    },
  ),

  route(
    'GET /v1/balance_transactions',
    { ...paging, type: text.optional(), source: text.optional() },
    (world, { type, source, ...page }) =>
      toList(
        world.store
          .list('balance_transaction')
          .filter((it) => !type || it['type'] === type)
          .filter((it) => !source || it['source'] === source),
        page,
        '/v1/balance_transactions',
      ),
  ),

  route('GET /v1/balance_transactions/:id', {}, (world, _params, id) =>
    world.need('balance_transaction', id!),
  ),

  route('GET /v1/balance', {}, (world) => {
    const sums = new Map<string, number>()
    for (const it of world.store.list('balance_transaction')) {
      const unit = String(it['currency'])
      sums.set(unit, (sums.get(unit) ?? 0) + Number(it['net']))
    }
    const available = [...sums].map(([unit, amount]) => ({ amount, currency: unit }))
    return { object: 'balance', available, pending: [], livemode: false }
  }),
]

function findCharge(world: World, charge: string | undefined, intent: string | undefined): Charge {
  if (charge) return world.need<Charge>('charge', charge, 'charge')
  if (!intent) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const { latest_charge: latest, id } = world.need<PaymentIntent>(
    'payment_intent',
    intent,
    'payment_intent',
  )
  if (latest) return world.need<Charge>('charge', latest)
  throw Object.assign(missing('charge', id, 'payment_intent', 400))
}
