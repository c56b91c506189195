/**
 * What AWS asks, from a dated table: `prices.json`, or one of your own.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One price of the table. */
export interface Price {
  /** As the bill names it: `Lambda`. */
  service: string
  /** What is counted: `requests`, `GB-seconds`. */
  unit: string
  /** How many of them a price is for. Default 1. */
  per?: number
  /** Dollars, from the first unit on, each tier up to its bound. The last has none. */
  tiers: readonly { upTo?: number; price: number }[]
  /** How many are free each month, for as long as the account lives. Default 0. */
  free?: number
  /** The page of AWS that sets the price. */
  source: string
  /** The stored page on which the figure was read on the table's day: AWS's own, or one that quotes it. */
  readOn?: string
  /** False where no page that could be read held it: as remembered, to be looked up. */
  confirmed?: boolean
  /** What the price holds for, what it leaves out, and where the rest of the line was read. */
  note?: string
}

/** A price table. */
export interface PriceTable {
  /** The day on which the figures were looked up: `2026-11-21`. */
  date: string
  region: string
  prices: Readonly<Record<string, Price>>
}

/**
 * Reads a price table.
 *
 * @throws Error naming what a table of your own lacks.
 */
export function readPrices(file: string = join(import.meta.dirname, 'prices.json')): PriceTable {
  const table = JSON.parse(readFileSync(file, 'utf8')) as Partial<PriceTable>
  const { date, region, prices } = table
  if (!date || !region || !prices) {
    throw new Error(
      `${file} needs date, region and prices, as framework/cost/prices.json has them.`,
    )
  }
  return { date, region, prices }
}

/** Dollars for an amount in a month. */
export function priceOf(
  { prices }: Pick<PriceTable, 'prices'>,
  name: string,
  amount: number,
  { freeTier = true }: { freeTier?: boolean } = {},
): number {
  const { tiers, per = 1, free = 0 } = requirePrice({ prices }, name)
  const billed = freeTier ? Math.max(0, amount - free) : amount
  let dollars = 0
  let from = 0
  for (const { upTo = Infinity, price } of tiers) {
    dollars += (Math.max(0, Math.min(billed, upTo) - from) / per) * price
    from = upTo
  }
  return dollars
}

/** @throws Error saying which price the table lacks. */
export function requirePrice({ prices }: Pick<PriceTable, 'prices'>, name: string): Price {
  const price = prices[name]
  if (!price)
    throw new Error(`The price table has no "${name}". framework/cost/prices.json lists all.`)
  return price
}
