/**
 * A new checkout session.
 *
 * @module
 */
import { price, type KeptSession } from '../billing/checkout.ts'
import type { Coupon, Customer, PromotionCode } from '../objects.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata } from '../route.ts'
import type { World } from '../world.ts'
import { toLine, type LineItemParams } from './line-items.ts'

interface SessionParams {
  mode: 'payment' | 'subscription'
  line_items: LineItemParams[]
  success_url: string
  [other: string]: any // eslint-disable-line
}

/** Makes it, or says what is wrong as Stripe does. */
export function createSession(world: World, params: SessionParams) {
  const { mode, line_items: lines, discounts, metadata: given } = params
  const own = mode === 'payment' ? 'payment_intent_data' : 'subscription_data'
  const other = mode === 'payment' ? 'subscription_data' : 'payment_intent_data'
  if (params[other]) {
    throw invalid(`You can not pass \`${other}\` in \`${mode}\` mode.`, { param: other })
  }
  if (params['customer'] && params['customer_email']) {
    throw invalid('You may only specify one of these parameters: customer, customer_email.', {
      param: 'customer_email',
    })
  }
  if (params['allow_promotion_codes'] && discounts) {
    throw invalid(
      'You may only specify one of these parameters: allow_promotion_codes, discounts.',
      { param: 'discounts' },
    )
  }
  const customer = params['customer']
    ? world.need<Customer>('customer', params['customer'], 'customer')
    : null
  const items = lines.map((line, index) => toLine(world, line, { mode, index }))
  const currencies = new Set(items.map((it) => it.price.currency))
  if (currencies.size > 1) {
    throw invalid('All prices on a Checkout session must be in the same currency.', {
      param: 'line_items',
    })
  }
  const [discount] = (discounts ?? []) as { coupon?: string; promotion_code?: string }[]
  if (discount?.coupon) world.need<Coupon>('coupon', discount.coupon, 'discounts[0][coupon]')
  if (discount?.promotion_code) {
    world.need<PromotionCode>(
      'promotion_code',
      discount.promotion_code,
      'discounts[0][promotion_code]',
    )
  }
  const id = world.id('cs_test')
  const data = params[own] ?? {}
  const session: KeptSession = {
    id,
    object: 'checkout.session',
    allow_promotion_codes: params['allow_promotion_codes'] ?? null,
    amount_subtotal: 0,
    amount_total: 0,
    automatic_tax: params['automatic_tax'] ?? { enabled: false },
    billing_address_collection: params['billing_address_collection'] ?? null,
    cancel_url: params['cancel_url'] ?? null,
    client_reference_id: params['client_reference_id'] ?? null,
    client_secret: null,
    created: world.now(),
    currency: items[0]!.price.currency,
    custom_fields: [],
    customer: customer?.id ?? null,
    customer_creation: mode === 'payment' ? (params['customer_creation'] ?? 'if_required') : null,
    customer_details: customer && { email: customer.email, name: customer.name },
    customer_email: params['customer_email'] ?? null,
    discounts: discounts ?? [],
    expires_at: params['expires_at'] ?? world.now() + 86_400,
    invoice: null,
    livemode: false,
    locale: params['locale'] ?? null,
    metadata: mergeMetadata({}, given),
    mode,
    payment_intent: null,
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    shipping_options: [],
    status: 'open',
    submit_type: params['submit_type'] ?? null,
    subscription: null,
    success_url: params.success_url,
    ui_mode: 'hosted_page',
    url: `${world.address}/pay/${id}`,
    lines_own: items,
    promotion_own: discount?.promotion_code ?? null,
    coupon_own: discount?.coupon ?? null,
    waiting_own: null,
    data_own: {
      metadata: mergeMetadata({}, data.metadata),
      description: data.description ?? null,
      receipt_email: data.receipt_email ?? null,
    },
  }
  price(world, session)
  return session
}
