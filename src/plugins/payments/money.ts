/**
 * Amounts as people read and write them.
 *
 * @module
 */

/** `€5.00` for 500 and `eur`. */
export function formatMoney(amount: number, currency: string): string {
  return toFormat(currency).format(amount / 10 ** digitsOf(currency))
}

/** 450 for `4.50` or `4,50`; undefined for what is no amount. */
export function parseMoney(text: string, currency: string): number | undefined {
  const match = /^\s*(\d{1,9})(?:[.,](\d{1,3}))?\s*$/.exec(text)
  if (!match) return undefined
  const digits = digitsOf(currency)
  const [, whole, part = ''] = match
  if (part.length > digits) return undefined
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || 0)
}

function digitsOf(currency: string): number {
  return toFormat(currency).resolvedOptions().maximumFractionDigits ?? 2
}

const formats = new Map<string, Intl.NumberFormat>()

function toFormat(currency: string): Intl.NumberFormat {
  const known = formats.get(currency)
  if (known) return known
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currency.toUpperCase(),
  })
  formats.set(currency, format)
  return format
}
