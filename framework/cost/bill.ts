/**
 * From usage to dollars: per service, per feature, with and without the free tier.
 *
 * @module
 */
import { priceOf, requirePrice, type PriceTable } from './prices.ts'
import type { Usage } from './usage.ts'

/** One line: what one price adds to the bill. */
export interface BillLine {
  /** Its name in the price table. */
  price: string
  service: string
  unit: string
  amount: number
  /** Dollars by feature, before the free tier. */
  parts: Readonly<Record<string, number>>
  /** Dollars before the free tier. */
  listed: number
  /** Dollars that the free tier takes away. */
  free: number
  /** Dollars to be paid. */
  total: number
}

/** A month's bill. */
export interface Bill {
  lines: readonly BillLine[]
  /** Dollars before the free tier, by feature. */
  features: Readonly<Record<string, number>>
  listed: number
  free: number
  total: number
}

/** The part of the bill that is there without any user. */
export const always = 'always'

/** Adds up what the features take, each by its name. */
export function toBill(
  prices: PriceTable,
  usages: Readonly<Record<string, Usage>>,
  { freeTier = true }: { freeTier?: boolean } = {},
): Bill {
  const names = [...new Set(Object.values(usages).flatMap((usage) => Object.keys(usage)))]
  const lines = names
    .map((name) => toLine(prices, name, usages, freeTier))
    .filter(({ amount }) => amount > 0)
    .toSorted((a, b) => b.total - a.total || b.listed - a.listed)
  const sum = (pick: (line: BillLine) => number) => lines.reduce((all, line) => all + pick(line), 0)
  return {
    lines,
    features: Object.fromEntries(
      Object.keys(usages).map((feature) => [feature, sum(({ parts }) => parts[feature] ?? 0)]),
    ),
    listed: sum(({ listed }) => listed),
    free: sum(({ free }) => free),
    total: sum(({ total }) => total),
  }
}

function toLine(
  prices: PriceTable,
  name: string,
  usages: Readonly<Record<string, Usage>>,
  freeTier: boolean,
): BillLine {
  const { service, unit } = requirePrice(prices, name)
  const amounts = Object.entries(usages).map(
    ([feature, usage]) => [feature, usage[name] ?? 0] as const,
  )
  const amount = amounts.reduce((all, [, it]) => all + it, 0)
  const listed = priceOf(prices, name, amount, { freeTier: false })
  const total = priceOf(prices, name, amount, { freeTier })
  // Tiers are the account's: each feature bears its share.
  const parts = amounts.map(([feature, it]) => [feature, amount > 0 ? (listed * it) / amount : 0])
  return {
    price: name,
    service,
    unit,
    amount,
    parts: Object.fromEntries(parts),
    listed,
    free: listed - total,
    total,
  }
}
