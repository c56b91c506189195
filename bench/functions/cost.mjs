/**
 * What a million requests cost on Lambda, from what was measured: the same sum for every contender.
 *
 * Measured is processor time. A function of 512 MB has 0.29 of a processor while it answers, and a
 * whole one while it is loaded; waiting for a table is added as npm run cost adds it. Loading is billed.
 * Each duration is rounded up to a whole millisecond, which on average is half of one: to round the
 * median up instead would make 2.05 ms half as dear again as 1.97.
 *
 * @see https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase
 * @module
 */
import { priceOf, readPrices } from '../../framework/cost/prices.ts'
import { assumptions, toDuration } from '../../framework/cost/usage.ts'

const memory = 512
const million = 1e6
const prices = readPrices()
const toDollars = (name, amount) => priceOf(prices, name, amount, { freeTier: false }) * million

/** Of each request, whatever it does. */
export const requestPrice = priceOf(prices, 'lambda-requests', million, { freeTier: false })

/** What the docs say of it. */
export const basis = { memory, ...assumptions, date: prices.date, region: prices.region }

/**
 * @typedef {object} Cost
 * @property {number} warm billed milliseconds of an invocation
 * @property {number} cold billed milliseconds of the first one of an instance, with its loading
 * @property {number} duration dollars for the milliseconds of a million requests
 * @property {number} total with the price of the requests themselves
 */

/**
 * @param {{ cpu: { value: number }, invoking: number }} cold milliseconds
 * @param {{ cpu: number }} warm µs
 * @param {number} [reads] of tables, in one invocation
 * @returns {Cost}
 */
export function toCost({ cold, warm, reads = 0 }) {
  const calls = { dynamodb: reads, sqs: 0, sns: 0 }
  const bill = (cpu, loading = 0) => Math.max(1, loading + toDuration({ cpu, memory, calls }) + 0.5)
  const billed = {
    warm: bill(warm.cpu / 1000),
    cold: bill(cold.invoking, cold.cpu.value - cold.invoking),
  }
  const average = billed.cold * assumptions.cold + billed.warm * (1 - assumptions.cold)
  const duration = toDollars('lambda-gb-seconds', (average / 1000) * (memory / 1024))
  return { ...billed, duration, total: requestPrice + duration }
}
