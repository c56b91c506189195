/**
 * Checkout sessions and the customer portal.
 *
 * @see https://docs.stripe.com/api/checkout/sessions
 * @module
 */
import { z } from 'zod'
import { expire, requireOpen, type KeptSession } from '../billing/checkout.ts'
import { toLines, toList } from '../lists.ts'
import type { Customer } from '../objects.ts'
import { flag, integer, metadata, paging, text, url } from '../params.ts'
import { route } from '../route.ts'
import { lineItem } from './line-items.ts'
import { createSession } from './session.ts'

export const checkout = [
  route(
    'POST /v1/checkout/sessions',
    {
      mode: z.enum(['payment', 'subscription']),
      line_items: z.array(lineItem).min(1).max(100),
      success_url: url,
      cancel_url: url.optional(),
      customer: text.optional(),
      customer_email: text.optional(),
      customer_creation: z.enum(['always', 'if_required']).optional(),
      customer_update: z
        .strictObject({ address: text.optional(), name: text.optional() })
        .optional(),
      client_reference_id: text.optional(),
      metadata: metadata.optional(),
      allow_promotion_codes: flag.optional(),
      discounts: z
        .array(z.strictObject({ coupon: text.optional(), promotion_code: text.optional() }))
        .max(1)
        .optional(),
      automatic_tax: z.strictObject({ enabled: flag }).optional(),
      billing_address_collection: z.enum(['auto', 'required']).optional(),
      tax_id_collection: z.strictObject({ enabled: flag }).optional(),
      expires_at: integer.optional(),
      locale: text.optional(),
      submit_type: z.enum(['auto', 'book', 'donate', 'pay', 'subscribe']).optional(),
      payment_method_types: z.array(text).optional(),
      payment_intent_data: z
        .strictObject({
          metadata: metadata.optional(),
          description: text.optional(),
          receipt_email: text.optional(),
        })
        .optional(),
      subscription_data: z
        .strictObject({ metadata: metadata.optional(), description: text.optional() })
        .optional(),
    },
    (world, params) => createSession(world, params),
  ),

  route(
    'GET /v1/checkout/sessions',
    {
      ...paging,
      customer: text.optional(),
      payment_intent: text.optional(),
      subscription: text.optional(),
      status: z.enum(['open', 'complete', 'expired']).optional(),
    },
    (world, { customer, payment_intent: intent, subscription, status, ...page }) =>
      toList(
        world.store
          .list<KeptSession>('checkout.session')
          .filter((it) => !customer || it.customer === customer)
          .filter((it) => !intent || it.payment_intent === intent)
          .filter((it) => !subscription || it.subscription === subscription)
          .filter((it) => !status || it.status === status),
        page,
        '/v1/checkout/sessions',
      ),
  ),

  route('GET /v1/checkout/sessions/:id', {}, (world, _params, id) =>
    world.need('checkout.session', id!),
  ),

  route('GET /v1/checkout/sessions/:id/line_items', paging, (world, _params, id) =>
    toLines(world.need<KeptSession>('checkout.session', id!)),
  ),

  route('POST /v1/checkout/sessions/:id/expire', {}, (world, _params, id) => {
    const session = world.need<KeptSession>('checkout.session', id!)
    requireOpen(world, session)
    expire(world, session)
    return session
  }),

  route(
    'POST /v1/billing_portal/sessions',
    { customer: text, return_url: url.optional(), locale: text.optional() },
    (world, { customer, return_url: back }) => {
      const { id: owner } = world.need<Customer>('customer', customer, 'customer')
      const id = world.id('bps')
      return world.store.save({
        id,
        object: 'billing_portal.session',
        configuration: 'bpc_twin',
        created: world.now(),
        customer: owner,
        flow: null,
        livemode: false,
        locale: null,
        on_behalf_of: null,
        return_url: back ?? null,
        url: `${world.address}/portal/${id}`,
      })
    },
  ),
]
