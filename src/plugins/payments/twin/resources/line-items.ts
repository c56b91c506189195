/**
 * Line items of a checkout: a price that is there, or one made for it.
 *
 * @see https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-line_items
 * @module
 */
import { z } from 'zod'
import type { LineItem, Price } from '../objects.ts'
import { currency, integer, metadata, text } from '../params.ts'
import { invalid } from '../problems.ts'
import type { World } from '../world.ts'
import { createPrice } from './prices.ts'
import { createProduct } from './products.ts'

export const lineItem = z.strictObject({
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

export type LineItemParams = z.output<typeof lineItem>

export function toLine(
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
