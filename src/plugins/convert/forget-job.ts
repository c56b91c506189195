/**
 * Forgetting a job: it goes, with its content and what was kept of it. Apart from `forget.ts`, since whoever does
 * no more sends nothing to any queue.
 *
 * @module
 */
import { deleteKept, uploads } from './buckets.ts'
import { emptyHandles } from './handles.ts'
import type { Job } from './job.ts'
import { jobs } from './jobs.ts'

/** Deletes a job. Results of some days are nobody's: they go with their time. */
export async function forgetJob({ id, source, outputs, hasHandles }: Job): Promise<void> {
  await uploads.delete(source)
  // The row goes first: whoever works on it then keeps nothing.
  await jobs.delete({ id })
  if (Object.values(outputs).some(({ isKept }) => isKept)) await deleteKept(id)
  if (hasHandles) await emptyHandles(id)
}
