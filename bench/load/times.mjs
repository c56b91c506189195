/**
 * Times of many answers, summed up.
 *
 * @module
 */

/** @param {number[]} times in milliseconds */
export function sumUp(times) {
  const sorted = Float64Array.from(times).sort()
  const at = (share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  const mean = sorted.reduce((sum, it) => sum + it, 0) / sorted.length
  return { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? NaN }
}
