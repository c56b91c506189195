/**
 * Subscriptions and their invoices.
 *
 * @see https://docs.stripe.com/api/subscriptions
 * @module
 */
import { z } from 'zod'
import { beginSubscription, endNow, setEnding, update } from '../billing/subscriptions.ts'
import { needCard } from '../cards.ts'
import { toList } from '../lists.ts'
import type { Customer, Price, Subscription } from '../objects.ts'
import { flag, integer, metadata, paging, text } from '../params.ts'
import { invalid, StripeProblem } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'

const statuses = [
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'all',
  'ended',
] as const

export const subscriptions = [
  route(
    'POST /v1/subscriptions',
    {
      customer: text,
      items: z
        .array(z.strictObject({ price: text, quantity: integer.optional() }))
        .min(1)
        .max(20),
      default_payment_method: text.optional(),
      metadata: metadata.optional(),
      automatic_tax: z.strictObject({ enabled: flag }).optional(),
      payment_behavior: z
        .enum(['allow_incomplete', 'error_if_incomplete', 'default_incomplete'])
        .optional(),
    },
    (
      world,
      {
        customer: id,
        items,
        default_payment_method: method,
        metadata: given,
        automatic_tax: tax,
        payment_behavior: behavior,
      },
    ) => {
      const customer = world.need<Customer>('customer', id, 'customer')
      const prices = items.map(({ price, quantity = 1 }, index) => ({
        price: world.need<Price>('price', price, `items[${index}][price]`),
        quantity,
      }))
      if (prices.some(({ price }) => !price.recurring)) {
        throw invalid(
          'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
          { param: 'items[0][price]' },
        )
      }
      const chosen = method ?? customer.invoice_settings.default_payment_method
      if (!chosen && behavior !== 'default_incomplete') {
        throw invalid('This customer has no attached payment source or default payment method.', {
          code: 'resource_missing',
        })
      }
      const card = chosen ? needCard(world, chosen, customer.id) : undefined
      const { subscription, problem } = beginSubscription(world, {
        customer: customer.id,
        prices,
        card: behavior === 'default_incomplete' ? undefined : card,
        metadata: mergeMetadata({}, given),
        isTaxed: tax?.enabled ?? false,
        discount: null,
      })
      if (problem && behavior === 'error_if_incomplete') throw new StripeProblem(402, problem)
      return subscription
    },
  ),

  route(
    'GET /v1/subscriptions',
    {
      ...paging,
      customer: text.optional(),
      price: text.optional(),
      status: z.enum(statuses).optional(),
    },
    (world, { customer, price, status, ...page }) =>
      toList(
        world.store
          .list<Subscription>('subscription')
          .filter((it) => !customer || it.customer === customer)
          .filter((it) => !price || it.items.data.some((item) => item.price.id === price))
          .filter((it) => isWanted(it.status, status)),
        page,
        '/v1/subscriptions',
      ),
  ),

  route('GET /v1/subscriptions/:id', {}, (world, _params, id) => world.need('subscription', id!)),

  route(
    'POST /v1/subscriptions/:id',
    {
      cancel_at_period_end: flag.optional(),
      default_payment_method: text.optional(),
      metadata: metadata.optional(),
      description: text.optional(),
    },
    (
      world,
      { cancel_at_period_end: ends, default_payment_method: card, metadata: given, description },
      id,
    ) => {
      const subscription = world.need<Subscription>('subscription', id!)
      requireRunning(subscription)
      if (ends !== undefined && ends !== subscription.cancel_at_period_end) {
        setEnding(world, subscription, ends)
      }
      update(world, subscription, {
        ...(card && { default_payment_method: needCard(world, card, subscription.customer).id }),
        ...(given !== undefined && { metadata: mergeMetadata(subscription.metadata, given) }),
        ...(description !== undefined && { description }),
      })
      return subscription
    },
  ),

  route(
    'DELETE /v1/subscriptions/:id',
    { invoice_now: flag.optional(), prorate: flag.optional() },
    (world, _params, id) => {
      const subscription = world.need<Subscription>('subscription', id!)
      requireRunning(subscription)
      endNow(world, subscription, 'cancellation_requested')
      return subscription
    },
  ),
]

function isWanted(status: string, wanted: (typeof statuses)[number] | undefined): boolean {
  const hasEnded = status === 'canceled' || status === 'incomplete_expired'
  if (wanted === 'all') return true
  if (wanted === 'ended') return hasEnded
  return wanted ? status === wanted : status !== 'canceled'
}

function requireRunning({ status }: Subscription): void {
  if (status !== 'canceled' && status !== 'incomplete_expired') return
  throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
    code: 'resource_missing',
  })
}
