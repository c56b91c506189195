/**
 * Products, prices, coupons and promotion codes.
 *
 * @see https://docs.stripe.com/api/prices
 * @module
 */
import { z } from 'zod'
import { toList } from '../lists.ts'
import type { Coupon, Price, Product, PromotionCode } from '../objects.ts'
import { currency, flag, integer, metadata, optionalText, paging, text } from '../params.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'
import type { World } from '../world.ts'

const taxBehavior = z.enum(['inclusive', 'exclusive', 'unspecified'])

export const catalogue = [
  route(
    'POST /v1/products',
    {
      name: text,
      id: text.optional(),
      active: flag.optional(),
      description: optionalText,
      metadata: metadata.optional(),
      tax_code: text.optional(),
    },
    (world, { id, ...params }) => {
      if (id && world.store.find('product', id)) {
        throw invalid(`Product already exists: ${id}`, { code: 'resource_already_exists' })
      }
      return createProduct(world, { ...params, id })
    },
  ),

  route('GET /v1/products', { ...paging, active: flag.optional() }, (world, { active, ...page }) =>
    toList(
      world.store
        .list<Product>('product')
        .filter((it) => active === undefined || it.active === active),
      page,
      '/v1/products',
    ),
  ),

  route('GET /v1/products/:id', {}, (world, _params, id) => world.need('product', id!)),

  route(
    'POST /v1/products/:id',
    {
      name: text.optional(),
      active: flag.optional(),
      description: optionalText,
      metadata: metadata.optional(),
    },
    (world, { metadata: given, ...changes }, id) => {
      const product = world.need<Product>('product', id!)
      const merged = mergeMetadata(product['metadata'] as Record<string, string>, given)
      Object.assign(product, changes, { metadata: merged, updated: world.now() })
      world.store.save(product)
      world.emit('product.updated', product)
      return product
    },
  ),

  route(
    'POST /v1/prices',
    {
      currency,
      unit_amount: integer,
      product: text.optional(),
      product_data: z.strictObject({ name: text, metadata: metadata.optional() }).optional(),
      recurring: z
        .strictObject({
          interval: z.enum(['day', 'week', 'month', 'year']),
          interval_count: integer.optional(),
        })
        .optional(),
      lookup_key: text.optional(),
      transfer_lookup_key: flag.optional(),
      nickname: optionalText,
      metadata: metadata.optional(),
      active: flag.optional(),
      tax_behavior: taxBehavior.optional(),
    },
    (
      world,
      { product, product_data: data, lookup_key: key, transfer_lookup_key: moves, ...params },
    ) => {
      if (!product && !data) {
        throw invalid('You must pass either `product` or `product_data`.', { param: 'product' })
      }
      const holder = key && world.store.list<Price>('price').find((it) => it.lookup_key === key)
      if (holder && !moves) {
        const who = `A price (\`${holder.id}\`) already uses that lookup key.`
        throw invalid(who, { param: 'lookup_key' })
      }
      if (holder) world.store.save(Object.assign(holder, { lookup_key: null }))
      const { id } = product
        ? world.need<Product>('product', product, 'product')
        : createProduct(world, data!)
      return createPrice(world, { ...params, product: id, lookup_key: key ?? null })
    },
  ),

  route(
    'GET /v1/prices',
    {
      ...paging,
      active: flag.optional(),
      product: text.optional(),
      lookup_keys: z.array(text).max(10).optional(),
      type: z.enum(['one_time', 'recurring']).optional(),
    },
    (world, { active, product, lookup_keys: keys, type, ...page }) =>
      toList(
        world.store
          .list<Price>('price')
          .filter((it) => active === undefined || it.active === active)
          .filter((it) => !product || it.product === product)
          .filter((it) => !type || it['type'] === type)
          .filter((it) => !keys || (it.lookup_key !== null && keys.includes(it.lookup_key)))
          // Made for one checkout only: Stripe keeps those out of lists too.
          .filter((it) => !it['is_inline_own']),
        page,
        '/v1/prices',
      ),
  ),

  route('GET /v1/prices/:id', {}, (world, _params, id) => world.need('price', id!)),

  route(
    'POST /v1/prices/:id',
    {
      active: flag.optional(),
      nickname: optionalText,
      lookup_key: optionalText,
      metadata: metadata.optional(),
    },
    (world, { metadata: given, ...changes }, id) => {
      const price = world.need<Price>('price', id!)
      const merged = mergeMetadata(price['metadata'] as Record<string, string>, given)
      Object.assign(price, changes, { metadata: merged })
      world.store.save(price)
      world.emit('price.updated', price)
      return price
    },
  ),

  route(
    'POST /v1/coupons',
    {
      id: text.optional(),
      name: optionalText,
      percent_off: z
        .string()
        .regex(/^\d+(\.\d+)?$/)
        .transform(Number)
        .optional(),
      amount_off: integer.optional(),
      currency: currency.optional(),
      duration: z.enum(['once', 'repeating', 'forever']).optional(),
      duration_in_months: integer.optional(),
      max_redemptions: integer.optional(),
      metadata: metadata.optional(),
    },
    (world, { id, metadata: given, ...params }) => {
      const { percent_off, amount_off, duration = 'once', duration_in_months: months } = params
      if ((percent_off === undefined) === (amount_off === undefined)) {
        throw invalid('You must pass either percent_off or amount_off.', { param: 'percent_off' })
      }
      if (amount_off !== undefined && !params.currency) {
        throw invalid('You must pass currency when passing amount_off.', { param: 'currency' })
      }
      if ((duration === 'repeating') !== (months !== undefined)) {
        throw invalid('duration_in_months goes with duration=repeating.', { param: 'duration' })
      }
      return world.store.save<Coupon>({
        id: id ?? world.id('').slice(1, 9),
        object: 'coupon',
        amount_off: amount_off ?? null,
        created: world.now(),
        currency: params.currency ?? null,
        duration,
        duration_in_months: months ?? null,
        livemode: false,
        max_redemptions: params.max_redemptions ?? null,
        metadata: mergeMetadata({}, given),
        name: params.name ?? null,
        percent_off: percent_off ?? null,
        redeem_by: null,
        times_redeemed: 0,
        valid: true,
      })
    },
  ),

  route('GET /v1/coupons', paging, (world, page) =>
    toList(world.store.list('coupon'), page, '/v1/coupons'),
  ),

  route('GET /v1/coupons/:id', {}, (world, _params, id) => world.need('coupon', id!)),

  route('DELETE /v1/coupons/:id', {}, (world, _params, id) => {
    const coupon = world.need<Coupon>('coupon', id!)
    world.store.save(Object.assign(coupon, { valid: false }))
    return { id, object: 'coupon', deleted: true }
  }),

  route(
    'POST /v1/promotion_codes',
    {
      promotion: z.strictObject({ type: z.enum(['coupon']), coupon: text }),
      code: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,500}$/, 'may hold letters, digits and dashes')
        .optional(),
      active: flag.optional(),
      max_redemptions: integer.optional(),
      expires_at: integer.optional(),
      metadata: metadata.optional(),
    },
    (world, { promotion, metadata: given, ...params }) => {
      world.need<Coupon>('coupon', promotion.coupon, 'promotion[coupon]')
      const code = params.code ?? world.id('').slice(1, 9).toUpperCase()
      const isTaken = world.store
        .list<PromotionCode>('promotion_code')
        .some((it) => it.active && it.code.toLowerCase() === code.toLowerCase())
      if (isTaken) {
        throw invalid(`An active promotion code with \`code: ${code}\` already exists.`, {
          param: 'code',
        })
      }
      return world.store.save<PromotionCode>({
        id: world.id('promo'),
        object: 'promotion_code',
        active: params.active ?? true,
        code,
        created: world.now(),
        customer: null,
        expires_at: params.expires_at ?? null,
        livemode: false,
        max_redemptions: params.max_redemptions ?? null,
        metadata: mergeMetadata({}, given),
        promotion,
        restrictions: {
          first_time_transaction: false,
          minimum_amount: null,
          minimum_amount_currency: null,
        },
        times_redeemed: 0,
      })
    },
  ),

  route(
    'GET /v1/promotion_codes',
    { ...paging, code: text.optional(), active: flag.optional(), coupon: text.optional() },
    (world, { code, active, coupon, ...page }) =>
      toList(
        world.store
          .list<PromotionCode>('promotion_code')
          .filter((it) => !code || it.code.toLowerCase() === code.toLowerCase())
          .filter((it) => active === undefined || it.active === active)
          .filter((it) => !coupon || it.promotion.coupon === coupon),
        page,
        '/v1/promotion_codes',
      ),
  ),

  route('GET /v1/promotion_codes/:id', {}, (world, _params, id) =>
    world.need('promotion_code', id!),
  ),

  route(
    'POST /v1/promotion_codes/:id',
    { active: flag.optional(), metadata: metadata.optional() },
    (world, { active, metadata: given }, id) => {
      const code = world.need<PromotionCode>('promotion_code', id!)
      if (active !== undefined) code.active = active
      code['metadata'] = mergeMetadata(code['metadata'] as Record<string, string>, given)
      return world.store.save(code)
    },
  ),
]

interface ProductDetails {
  name: string
  id?: string | undefined
  active?: boolean | undefined
  description?: string | null | undefined
  metadata?: Record<string, string> | '' | undefined
  tax_code?: string | undefined
}

export function createProduct(world: World, details: ProductDetails): Product {
  const { name, active = true, description = null, tax_code = null } = details
  const product = world.store.save<Product>({
    id: details.id ?? world.id('prod'),
    object: 'product',
    active,
    created: world.now(),
    default_price: null,
    description,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: mergeMetadata({}, details.metadata),
    name,
    tax_code,
    type: 'service',
    updated: world.now(),
    url: null,
  })
  world.emit('product.created', product)
  return product
}

interface PriceDetails {
  currency: string
  unit_amount: number
  product: string
  lookup_key: string | null
  recurring?:
    | { interval: 'day' | 'week' | 'month' | 'year'; interval_count?: number | undefined }
    | undefined
  nickname?: string | null | undefined
  metadata?: Record<string, string> | '' | undefined
  active?: boolean | undefined
  tax_behavior?: string | undefined
  is_inline_own?: boolean
}

/** @throws StripeProblem for an amount below nothing. */
export function createPrice(world: World, details: PriceDetails): Price {
  const { recurring, unit_amount: amount, nickname = null, active = true, ...rest } = details
  if (amount < 0) {
    throw invalid('Invalid integer: must be at least 0', {
      param: 'unit_amount',
      code: 'parameter_invalid_integer',
    })
  }
  const price = world.store.save<Price>({
    ...rest,
    id: world.id('price'),
    object: 'price',
    active,
    billing_scheme: 'per_unit',
    created: world.now(),
    custom_unit_amount: null,
    livemode: false,
    metadata: mergeMetadata({}, details.metadata),
    nickname,
    recurring: recurring
      ? {
          interval: recurring.interval,
          interval_count: recurring.interval_count ?? 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        }
      : null,
    tax_behavior: details.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  } as Price)
  if (!details.is_inline_own) world.emit('price.created', price)
  return price
}
