/**
 * The buckets: what came in, what came of it for some days, and what came of it for good.
 *
 * @module
 */
import { defineBucket } from '#framework/storage.ts'

export const uploads = defineBucket('convert-uploads')
export const resultsBucket = defineBucket('convert-results')
export const kept = defineBucket('convert-kept')

/** Where a job's own result lies for good, each time that it was wanted. */
export function toKeptKey({ id, round }: { id: string; round: number }): string {
  return `${id}/${round}`
}

/** Deletes what is kept of a job, but for one. */
export async function deleteKept(id: string, { but }: { but?: string } = {}): Promise<void> {
  const { objects } = await kept.list({ prefix: `${id}/` })
  for (const { key } of objects) if (key !== but) await kept.delete(key)
}
