/**
 * Looks at what has arrived, with all who know how.
 *
 * @module
 */
import { modules } from 'plugboard:scans'
import type { ObjectHead } from '#framework/storage.ts'
import { incoming } from './buckets.ts'
import type { Upload } from './uploads.ts'

/** Why nobody may have it, from the first who has a reason. */
export async function findReason(
  { id, name, type, size, owner, key }: Upload,
  { etag }: ObjectHead,
): Promise<string | undefined> {
  // What is looked at must be what is kept: all reading is of these bytes.
  const file = {
    id,
    name,
    type,
    size,
    owner,
    read: async (range: readonly [number, number]) =>
      requireThere(await incoming.get(key, { range, etag })).bytes,
    stream: async () => requireThere(await incoming.stream(key, { etag })).body,
  }
  for (const { scanFile } of modules) {
    const reason = await scanFile(file)
    if (reason) return reason
  }
  return undefined
}

function requireThere<T>(object: T | undefined): T {
  if (object) return object
  throw new Error('The object went away while it was looked at.')
}
