/**
 * The buckets: what came in, what came of it for some days, and what came of it for good.
 *
 * @module
 */
import { defineBucket } from '#framework/storage.ts'

export const uploads = defineBucket('convert-uploads')
export const resultsBucket = defineBucket('convert-results')
export const kept = defineBucket('convert-kept')

/** Where a result of a job lies for good, each time that it was wanted. */
export function toKeptKey(id: string, name: string, round: number): string {
  return `${toPrefix(id, name)}${round}`
}

/** Deletes all that is kept of a job. */
export function deleteKept(id: string): Promise<void> {
  return deleteBelow(`${id}/`)
}

/** Deletes what is kept of one of its outputs, but for one. */
export function deleteKeptOf(id: string, name: string, { but }: { but?: string } = {}) {
  return deleteBelow(toPrefix(id, name), but)
}

function toPrefix(id: string, name: string): string {
  return `${id}/${encodeURIComponent(name)}/`
}

async function deleteBelow(prefix: string, but?: string): Promise<void> {
  const { objects } = await kept.list({ prefix })
  for (const { key } of objects) if (key !== but) await kept.delete(key)
}
