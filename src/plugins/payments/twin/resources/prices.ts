/**
 * Prices: they are never changed, but others take their lookup key.
 *
 * @see https://docs.stripe.com/api/prices
 * @module
 */
import { z } from 'zod'
import { toList } from '../lists.ts'
import type { Price, Product } from '../objects.ts'
import { currency, flag, integer, metadata, optionalText, paging, text } from '../params.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'
import type { World } from '../world.ts'
import { createProduct } from './products.ts'

const taxBehavior = z.enum(['inclusive', 'exclusive', 'unspecified'])

export const prices = [
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
]

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
