/**
 * Makes the product and the prices of `@payments` at Stripe. May be done again: what is right stays,
 * and a price that has changed is replaced under its lookup key. Who has subscribed keeps theirs.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { PaymentOptions } from './options.ts'

const productId = 'plugboard_membership'

/** Answers a line for each price. */
export async function seedPrices(client: Stripe, options: PaymentOptions): Promise<string[]> {
  const { currency, monthly, yearly } = options
  await requireProduct(client)
  const lines: string[] = []
  for (const [plan, amount, interval] of [
    ['monthly', monthly, 'month'],
    ['yearly', yearly, 'year'],
  ] as const) {
    const lookup_key = `plugboard_${plan}`
    const { data } = await client.prices.list({ lookup_keys: [lookup_key] })
    const found = data.find(
      (it) =>
        it.active &&
        it.currency === currency &&
        it.unit_amount === amount &&
        it.recurring?.interval === interval,
    )
    const made =
      found ??
      (await client.prices.create({
        currency,
        unit_amount: amount,
        product: productId,
        recurring: { interval },
        lookup_key,
        transfer_lookup_key: true,
        nickname: `Membership, ${plan}`,
      }))
    lines.push(`${lookup_key}: ${made.id} (${found ? 'was there' : 'made'})`)
  }
  return lines
}

async function requireProduct(client: Stripe): Promise<void> {
  try {
    await client.products.retrieve(productId)
  } catch (error) {
    if ((error as { code?: string }).code !== 'resource_missing') throw error
    await client.products.create({ id: productId, name: 'Membership' })
  }
}
