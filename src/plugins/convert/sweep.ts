/**
 * Finds what was lost: contents that nobody was told of, uploads that never came, workers that died.
 *
 * @module
 */
import { lookFor } from './checks.ts'
import { goOn, patience } from './go-on.ts'
import { eachExpected, listIdle } from './jobs.ts'

const atOnce = 20
/** What is left then is looked for the next time, the oldest first. */
const mostMilliseconds = 40_000

/**
 * Looks for all contents that are expected, should a check have been lost, too, and at up to 100 jobs
 * that wait or are worked on.
 */
export async function sweep(now: number): Promise<void> {
  const end = Date.now() + mostMilliseconds
  for await (const some of inGroups(eachExpected(now), atOnce)) {
    await Promise.all(some.map((job) => lookFor(job, now)))
    if (Date.now() > end) break
  }
  for (const status of ['waiting', 'working'] as const) {
    for (const job of await listIdle(status, now - patience)) await goOn(job, now)
  }
}

async function* inGroups<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const one of all) {
    group.push(one)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
