/**
 * Jobs by what they have in common. Indexes hold no more than keys: to change a job then writes its row, and nothing
 * else.
 *
 * @module
 */
import { eachOf } from '#framework/tables.ts'
import type { Job } from './job.ts'
import { jobs } from './jobs.ts'

/** All jobs that have not ended, the oldest first. */
export async function* eachOpen(): AsyncGenerator<Job> {
  const of = { index: 'byOpen', where: { open: 'yes' } } as const
  for await (const job of eachFound((cursor) => jobs.query({ ...of, cursor }))) {
    // The index is a moment behind.
    if (job.open) yield job
  }
}

/** What an app has started of a subject. */
export async function listJobsOfSubject(subject: string): Promise<Job[]> {
  const of = { index: 'bySubject', where: { subject } } as const
  const found: Job[] = []
  for await (const job of eachFound((cursor) => jobs.query({ ...of, cursor }))) found.push(job)
  return found
}

/** A page of what somebody asked for, newest first. */
export async function listJobsOf(
  owner: string,
  { first = 1000, after }: { first?: number; after?: string | undefined } = {},
): Promise<{ items: Job[]; cursor?: string }> {
  const page = { order: 'desc', limit: first, cursor: after, scope: owner } as const
  const { items, ...more } = await jobs.query({ index: 'byOwner', where: { owner }, ...page })
  return { items: await read(items), ...more }
}

type Found = Pick<Job, 'id'>

async function* eachFound(
  getPage: (cursor: string | undefined) => Promise<{ items: Found[]; cursor?: string }>,
): AsyncGenerator<Job> {
  const pages = eachOf(async (cursor) => {
    const { items, ...more } = await getPage(cursor)
    return { items: [await read(items)], ...more }
  })
  for await (const page of pages) yield* page
}

async function read(found: readonly Found[]): Promise<Job[]> {
  if (found.length === 0) return []
  const all = await jobs.getMany(
    found.map(({ id }) => ({ id })),
    { consistent: true },
  )
  return all.filter((it) => it !== undefined)
}
