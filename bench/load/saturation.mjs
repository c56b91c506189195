/**
 * The highest rate that is kept up with: steps up until one is not, then halves between the two.
 *
 * @module
 */

/** What a step must do to be kept up with. */
export const followed = { share: 0.95 }

/**
 * Finds the knee.
 *
 * @param {object} options
 * @param {(perSecond: number) => Promise<object>} options.run measures one step
 * @param {number} options.bound milliseconds that 95 of 100 answers may take
 * @param {number} [options.first] requests a second of the first step
 * @param {number} [options.most] never more
 * @returns {Promise<{ knee: object | undefined, steps: object[] }>} `knee` is the last step that was
 *   kept up with; each other one says why not
 */
export async function saturate({ run, bound, first = 50, most = 20_000 }) {
  const steps = []
  const take = async (perSecond) => {
    const step = await run(perSecond)
    const reason = findReason(step, perSecond, bound)
    steps.push({ ...step, perSecond, ...(reason && { reason }) })
    return !reason
  }

  let low = 0
  let high = first
  while (high <= most && (await take(high))) [low, high] = [high, Math.round(high * Math.SQRT2)]
  for (let halving = 0; halving < 3 && high - low > 2; halving++) {
    const middle = Math.round((low + high) / 2)
    if (await take(middle)) low = middle
    else high = middle
  }
  return { knee: steps.find(({ perSecond }) => perSecond === low), steps }
}

/** Why a rate is not kept up with; undefined where it is. */
export function findReason({ result }, perSecond, bound) {
  if (result.errors > 0) return `${result.errors} errors`
  if (result.p95 > bound) return `p95 of ${result.p95.toFixed(0)} ms`
  if (result.perSecond < perSecond * followed.share) {
    return `${result.perSecond.toFixed(0)} answers a second`
  }
  return undefined
}
