/**
 * Promotion codes: what customers type for a coupon.
 *
 * @see https://docs.stripe.com/api/promotion_codes
 * @module
 */
import { z } from 'zod'
import { toList } from '../lists.ts'
import type { Coupon, PromotionCode } from '../objects.ts'
import { flag, integer, metadata, paging, text } from '../params.ts'
import { invalid } from '../problems.ts'
import { mergeMetadata, route } from '../route.ts'

export const promotionCodes = [
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
