/**
 * Cold starts of all contenders, in turn and in another order in each round, so that what else the
 * machine does strikes all of them alike.
 *
 * @module
 */
import { createRandom } from '../statistics.mjs'
import { startCold } from './start.mjs'

/** @returns {Promise<Map<object, object[]>>} one start for each round, by contender */
export async function measureCold({ contenders, jobs, rounds, env, runtime, api, report }) {
  const random = createRandom(rounds)
  const starts = new Map(contenders.map((it) => [it, []]))
  for (let round = 0; round < rounds; round++) {
    report(`cold, round ${round + 1} of ${rounds}`)
    for (const contender of shuffle(contenders, random)) {
      const job = jobs[contender.job]
      const { folder, name } = contender
      const options = { runtime, api, folder, event: job.event, env: { ...env, ...job.env } }
      const { result, start } = await startCold(options)
      if (!job.isRight(result)) throw new Error(`${name} has another answer to ${job.title}.`)
      starts.get(contender).push(start)
    }
  }
  return starts
}

function shuffle(list, random) {
  return list
    .map((it) => ({ it, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ it }) => it)
}
