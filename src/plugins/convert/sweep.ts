/**
 * Finds what was lost: contents that nobody was told of, uploads that never came, workers that died.
 *
 * @module
 */
import { lookFor } from './checks.ts'
import { goOn } from './go-on.ts'
import { eachOpen } from './list-jobs.ts'

const atOnce = 20
/** What is left then is looked for the next time, the oldest first. */
const mostMilliseconds = 40_000

/**
 * Looks at all jobs that have not ended: for contents that are expected, should a check have been lost, too, and
 * for those that stand still.
 */
export async function sweep(now: number): Promise<void> {
  const end = Date.now() + mostMilliseconds
  for await (const some of inGroups(eachOpen(), atOnce)) {
    await Promise.all(some.map((job) => (job.status === 'expected' ? lookFor : goOn)(job, now)))
    if (Date.now() > end) break
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
