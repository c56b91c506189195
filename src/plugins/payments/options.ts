/**
 * What `@payments` in `app.arc` says: what there is to buy, and for how much.
 *
 * @module
 */

/** Amounts are in the smallest unit of the currency: cents. */
export interface PaymentOptions {
  /** Lower case: `eur`. */
  currency: string
  /** Of a membership, by the month and by the year. */
  monthly: number
  yearly: number
  tipMin: number
  tipMax: number
  /** Lets Stripe Tax add what is due. */
  tax: boolean
  promotionCodes: boolean
}

/** What `app.arc` need not say. */
const defaults = {
  currency: 'eur',
  monthly: 500,
  yearly: 5000,
  'tip-min': 200,
  'tip-max': 50_000,
  tax: false,
  'promotion-codes': true,
}

type Raw = Readonly<Record<string, unknown>>

/** Every mistake in the options, each in one line. */
export function checkOptions(raw: Raw): string[] {
  const options: Record<string, unknown> = { ...defaults, ...raw }
  const problems: string[] = []
  for (const name of Object.keys(raw)) {
    if (!(name in defaults))
      problems.push(`${name} is no option: ${Object.keys(defaults).join(', ')}`)
  }
  if (!/^[a-z]{3}$/.test(String(options['currency'])))
    problems.push('currency is a code such as eur')
  for (const name of ['monthly', 'yearly', 'tip-min', 'tip-max']) {
    const value = options[name]
    const isAmount =
      Number.isInteger(value) && (value as number) >= 50 && (value as number) <= 99_999_999
    if (!isAmount) problems.push(`${name} is an amount in the smallest unit: 500 for 5.00`)
  }
  for (const name of ['tax', 'promotion-codes']) {
    if (typeof options[name] !== 'boolean') problems.push(`${name} is true or false`)
  }
  if (Number(options['tip-min']) > Number(options['tip-max'])) {
    problems.push('tip-min is not more than tip-max')
  }
  return problems
}

/** The options with what they need not say. */
export function toOptions(raw: Raw): PaymentOptions {
  const options = { ...defaults, ...raw } as typeof defaults
  const { currency, monthly, yearly, tax } = options
  return {
    currency,
    monthly,
    yearly,
    tax,
    tipMin: options['tip-min'],
    tipMax: options['tip-max'],
    promotionCodes: options['promotion-codes'],
  }
}
