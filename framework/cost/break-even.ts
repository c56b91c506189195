/**
 * From where on servers are cheaper.
 *
 * @module
 */

/** Two ways to pay, as functions of how much there is to do. */
export interface Comparison {
  functions: (amount: number) => number
  servers: (amount: number) => number
}

/**
 * The smallest amount at which functions cost as much as servers; `undefined` where they never do.
 * Servers come in steps, so it is looked for from below.
 */
export function findBreakEven(
  { functions, servers }: Comparison,
  { step = 1000, most = 1e12 }: { step?: number; most?: number } = {},
): number | undefined {
  const isDearer = (amount: number) => functions(amount) >= servers(amount)
  let low = 0
  let high = step
  while (!isDearer(high)) {
    if (high > most) return undefined
    low = high
    high *= 1.1
  }
  while (high - low > Math.max(1e-9, high * 1e-9)) {
    const middle = (low + high) / 2
    if (isDearer(middle)) high = middle
    else low = middle
  }
  return high
}

/** Points of both lines, from 0 to `to`. */
export function toPoints({ functions, servers }: Comparison, to: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const amount = (to * index) / (count - 1)
    return { amount, functions: functions(amount), servers: servers(amount) }
  })
}
