/**
 * Handles: two addresses of storage, known from the start, of which one will have something in the end:
 * the result, or the error. Whoever waits asks storage, and no function.
 *
 * @module
 */
import { resultsBucket } from './buckets.ts'
import type { Job, JobOutput } from './job.ts'

/** Signed addresses; until there is something, S3 refuses them (403, locally 404). */
export interface Handles {
  result: string
  /** JSON: `id`, `code`, `detail`, and `errors` where more is known. */
  error: string
}

/** @param seconds - that they are good for */
export function signHandles(id: string, seconds: number): Handles {
  const sign = (name: keyof Handles) =>
    // As a file: a stranger's page is not shown under the bucket's address.
    resultsBucket.signGet(toKey(id, name), { seconds, contentDisposition: 'attachment' })
  return { result: sign('result'), error: sign('error') }
}

/** Puts the end of a job where it is waited for. A job has one end; done again, it changes nothing. */
export async function fillHandle(
  id: Job['id'],
  { status, result, error }: JobOutput,
): Promise<void> {
  if (status === 'failed' && error) {
    const body = Buffer.from(JSON.stringify({ id, ...error }))
    await resultsBucket.put(toKey(id, 'error'), body, { contentType: 'application/json' })
  }
  if (status !== 'done' || !result) return
  const head = await resultsBucket.head(result.key)
  if (!head) throw new Error(`[convert] The result of ${id} is gone before it was handed over`)
  const from = { bucket: resultsBucket, key: result.key, etag: head.etag }
  await resultsBucket.copy(toKey(id, 'result'), from)
}

/** Deletes what was handed over. */
export async function emptyHandles(id: string): Promise<void> {
  await resultsBucket.delete(toKey(id, 'result'))
  await resultsBucket.delete(toKey(id, 'error'))
}

function toKey(id: string, name: keyof Handles): string {
  return `ends/${id}/${name}`
}
