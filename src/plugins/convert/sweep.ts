/**
 * Finds what was lost: contents that nobody was told of, uploads that never came, workers that died.
 *
 * @module
 */
import { lookFor } from './checks.ts'
import { errors } from './errors.ts'
import { eachExpected, failJob, listIdle, type Job } from './jobs.ts'
import { queueOf } from './queue.ts'
import { tellOfEnd } from './work-end.ts'

/** How long something may take before it is looked at; milliseconds. */
const patience = 60_000
const mostAttempts = 3
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
  for (const job of await listIdle('waiting', now - patience)) await send(job)
  for (const job of await listIdle('working', now - patience)) {
    if ((job.leaseUntil ?? 0) > now) continue
    if (job.attempts < mostAttempts) await send(job)
    else await giveUp(job)
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

// With a key of its own: under the first one it may count as done.
async function send({ id, converter, attempts, changedAt }: Job): Promise<void> {
  await queueOf(converter).send({ jobId: id }, { key: `${id}/${attempts}/${changedAt}` })
}

async function giveUp({ id, worker }: Job): Promise<void> {
  const error = errors.CONVERT_CRASHED(`It was tried ${mostAttempts} times`)
  if (await failJob(id, error, { status: 'working', ...(worker && { worker }) })) {
    await tellOfEnd(id)
  }
}
