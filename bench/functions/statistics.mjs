/**
 * Medians, and how far they can be trusted.
 *
 * @module
 */

/**
 * A figure of several rounds.
 *
 * @typedef {object} Figure
 * @property {number} value
 * @property {number} low the end of the interval that holds it in 95 of 100 runs
 * @property {number} high
 */

/** @returns {number} */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** @returns {Figure} the median of the rounds */
export function toFigure(values) {
  return resample(values.length, (pick) => median(pick.map((index) => values[index])))
}

/** @returns {Figure} the median of the rounds, over that of the same rounds of a reference */
export function toRatio(values, reference) {
  const rounds = Math.min(values.length, reference.length)
  return resample(
    rounds,
    (pick) =>
      median(pick.map((index) => values[index])) / median(pick.map((index) => reference[index])),
  )
}

// The bootstrap: what the figure would have been, had the rounds been others of their kind.
function resample(rounds, compute) {
  const random = createRandom(7)
  const all = Array.from({ length: rounds }, (_, index) => index)
  const draws = Array.from({ length: 1000 }, () =>
    compute(all.map(() => Math.floor(random() * rounds))),
  ).sort((a, b) => a - b)
  return { value: compute(all), low: draws[25], high: draws[974] }
}

/** The same numbers in each run: mulberry32. */
export function createRandom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
