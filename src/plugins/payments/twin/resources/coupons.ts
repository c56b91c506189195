/**
 * Coupons.
 *
 * @see https://docs.stripe.com/api/coupons
 * @module
 */
import { z } from 'zod'
import { toList } from '../lists.ts'
import type { Coupon } from '../objects.ts'
import { currency, integer, metadata, optionalText, paging, text } from '../params.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'

export const coupons = [
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
]
