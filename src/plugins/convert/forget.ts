/**
 * Forgetting: a conversion goes, with its content and what was kept of it.
 *
 * @module
 */
import { eachOf } from '#framework/tables.ts'
import { deleteKept, uploads } from './buckets.ts'
import { emptyHandles } from './handles.ts'
import { jobs, type Job } from './jobs.ts'

/** Deletes a job. Results of some days are nobody's: they go with their time. */
export async function forgetJob({ id, source, isKept, hasHandles }: Job): Promise<void> {
  await uploads.delete(source)
  // The row goes first: whoever works on it then keeps nothing.
  await jobs.delete({ id })
  if (isKept) await deleteKept(id)
  if (hasHandles) await emptyHandles(id)
}

/**
 * Deletes all that was made of something, when that is deleted itself.
 *
 * @param options.but - names of renditions that stay: the others are not wanted any more
 */
export async function forgetConversions(
  subject: string,
  { but = [] }: { but?: readonly string[] } = {},
): Promise<void> {
  const of = { index: 'bySubject', where: { subject } } as const
  for await (const job of eachOf((cursor) => jobs.query({ ...of, cursor }))) {
    if (!but.includes(job.name!)) await forgetJob(job)
  }
}
