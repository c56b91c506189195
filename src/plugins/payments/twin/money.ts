/**
 * Sums: discounts and taxes, in the smallest unit of a currency.
 *
 * @module
 */
import type { Coupon, Discount, LineItem, PromotionCode } from './objects.ts'
import { invalid } from './problems.ts'
import type { World } from './world.ts'

/** Stripe Tax knows every country's; the twin takes this one from everybody, on top. */
export const taxRate = 0.2

export interface Sum {
  subtotal: number
  discount: number
  tax: number
  total: number
}

/** What lines add up to. */
export function toSum(
  world: World,
  lines: readonly LineItem[],
  { discount, isTaxed }: { discount: Discount | null; isTaxed: boolean },
): Sum {
  const subtotal = lines.reduce((sum, { price, quantity }) => sum + price.unit_amount * quantity, 0)
  const off = discount ? toDiscount(world.need<Coupon>('coupon', discount.coupon), subtotal) : 0
  const tax = isTaxed ? Math.round((subtotal - off) * taxRate) : 0
  return { subtotal, discount: off, tax, total: subtotal - off + tax }
}

function toDiscount({ percent_off, amount_off }: Coupon, subtotal: number): number {
  const off = percent_off === null ? (amount_off ?? 0) : Math.round((subtotal * percent_off) / 100)
  return Math.min(subtotal, off)
}

/**
 * Takes a promotion code.
 *
 * @throws StripeProblem when it is not there, or cannot be taken any more.
 */
export function findPromotion(world: World, code: string): PromotionCode {
  const found = world.store
    .list<PromotionCode>('promotion_code')
    .find((it) => it.active && it.code.toLowerCase() === code.trim().toLowerCase())
  if (!found) throw invalid('This code is invalid.', { param: 'promotion_code' })
  requireUsable(world, found)
  return found
}

/** @throws StripeProblem when a promotion code or its coupon cannot be taken any more. */
export function requireUsable(world: World, promotion: PromotionCode): void {
  const { active, expires_at: expires, max_redemptions: most, times_redeemed: times } = promotion
  const { valid } = world.need<Coupon>('coupon', promotion.promotion.coupon)
  const isOver = (expires !== null && expires <= world.now()) || (most !== null && times >= most)
  if (!active || !valid || isOver) {
    throw invalid('This promotion code cannot be redeemed because it has expired.', {
      code: 'promotion_code_expired',
      param: 'promotion_code',
    })
  }
}

/** A discount that starts now. Counts what was redeemed. */
export function redeem(world: World, coupon: Coupon, promotion: PromotionCode | null): Discount {
  coupon.times_redeemed++
  world.store.save(coupon)
  if (promotion) {
    promotion.times_redeemed++
    world.store.save(promotion)
  }
  const { duration, duration_in_months: months } = coupon
  const end =
    duration === 'forever'
      ? null
      : addInterval(world.now(), 'month', duration === 'once' ? 0 : months!)
  return { id: world.id('di'), coupon: coupon.id, promotion_code: promotion?.id ?? null, end }
}

/** A time some intervals later, on the same day of the month or the month's last. */
export function addInterval(time: number, interval: string, count: number): number {
  const days = { day: 1, week: 7 }[interval]
  if (days) return time + days * count * 86_400
  const date = new Date(time * 1000)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + (interval === 'year' ? 12 : 1) * count)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return Math.floor(date.getTime() / 1000)
}
