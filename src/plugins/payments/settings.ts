/**
 * The options of this app.
 *
 * @module
 */
import { options } from 'plugboard:options'
import { toOptions, type PaymentOptions } from './options.ts'

/** What there is to buy. */
export const settings: PaymentOptions = toOptions(options['payments'] ?? {})

export type Plan = 'monthly' | 'yearly'

/** By which Stripe finds the price of a plan: made by `npm run payments:seed`. */
export function lookupKey(plan: Plan): string {
  return `plugboard_${plan}`
}
