/**
 * Checkout sessions and the customer portal.
 *
 * @see https://docs.stripe.com/api/checkout/sessions
 * @module
 */
import { z } from 'zod'
import { expire, price, requireOpen, type KeptSession } from '../billing/checkout.ts'
import { toLines, toList } from '../lists.ts'
import type { Coupon, Customer, LineItem, Price, PromotionCode } from '../objects.ts'
import { currency, flag, integer, metadata, paging, text, url } from '../params.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'
import type { World } from '../world.ts'
import { createPrice, createProduct } from './catalogue.ts'

const lineItem = z.strictObject({
  price: text.optional(),
  price_data: z
    .strictObject({
      currency,
      unit_amount: integer,
      product: text.optional(),
      product_data: z
        .strictObject({ name: text, description: text.optional(), metadata: metadata.optional() })
        .optional(),
      recurring: z
        .strictObject({
          interval: z.enum(['day', 'week', 'month', 'year']),
          interval_count: integer.optional(),
        })
        .optional(),
      tax_behavior: z.enum(['inclusive', 'exclusive', 'unspecified']).optional(),
    })
    .optional(),
  quantity: integer.optional(),
})

type LineItemParams = z.output<typeof lineItem>

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

interface SessionParams {
  mode: 'payment' | 'subscription'
  line_items: LineItemParams[]
  success_url: string
  [other: string]: any // eslint-disable-line
}

function createSession(world: World, params: SessionParams) {
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

function toLine(
  world: World,
  { price: id, price_data: data, quantity = 1 }: LineItemParams,
  { mode, index }: { mode: string; index: number },
): LineItem & { object: 'item'; id: string } {
  const at = `line_items[${index}]`
  if (Boolean(id) === Boolean(data)) {
    throw invalid(`You must specify either \`price\` or \`price_data\` in ${at}.`, { param: at })
  }
  if (data && !data.product && !data.product_data) {
    throw invalid('You must specify either `product` or `product_data`.', {
      param: `${at}[price_data]`,
    })
  }
  const found = id
    ? world.need<Price>('price', id, `${at}[price]`)
    : createPrice(world, {
        ...data!,
        product: data!.product ?? createProduct(world, data!.product_data!).id,
        lookup_key: null,
        is_inline_own: true,
      })
  if (!found.active) throw invalid(`The price specified is inactive.`, { param: `${at}[price]` })
  if (mode === 'subscription' && !found.recurring) {
    throw invalid('You must provide at least one recurring price in `subscription` mode.', {
      param: at,
    })
  }
  if (mode === 'payment' && found.recurring) {
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: at },
    )
  }
  const product = world.store.find('product', found.product)
  return {
    id: world.id('li'),
    object: 'item',
    price: found,
    quantity,
    description: String(product?.['name'] ?? found.product),
  }
}
