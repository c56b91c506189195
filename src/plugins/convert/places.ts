/**
 * Where results of jobs lie: by their address for some days, or with their job for good. Each is written once, and
 * copied by S3 where another job has the same.
 *
 * @module
 */
import { isRefusal, type Bucket } from '#framework/storage.ts'
import { kept, resultsBucket, toKeptKey } from './buckets.ts'
import type { Output } from './converter.ts'
import type { Job, JobResult } from './job.ts'
import { readOutput, toKey, type Result } from './results.ts'

/** Where one result is to lie. */
export interface Place {
  /** For good. */
  keptKey?: string
  put: (id: string, output: Output) => Promise<void>
  /** Of the result of an address. */
  toResult: (id: string, output: Output) => JobResult
}

/** Where an output of a job is to lie. */
export function toPlace({ id, outputs }: Pick<Job, 'id' | 'outputs'>, name: string): Place {
  const { isKept, round } = outputs[name]!
  return isKept ? toKeptPlace(toKeptKey(id, name, round)) : forSomeDays
}

const forSomeDays: Place = {
  put: (id, { body, type }) => resultsBucket.put(toKey(id), body, { contentType: type }),
  toResult: (id, output) => toResult(resultsBucket, toKey(id), output),
}

function toKeptPlace(keptKey: string): Place {
  return {
    keptKey,
    put: (_id, { body, type }) => kept.put(keptKey, body, { contentType: type }),
    toResult: (_id, output) => toResult(kept, keptKey, output),
  }
}

/** A known result, brought to where it is wanted; undefined where it is gone. */
export async function findKnown(row: Result, place: Place): Promise<JobResult | undefined> {
  const { keptKey } = place
  if (keptKey === undefined || row.body) return rewrite(row, place)
  const from = row.keptKey === undefined ? resultsBucket : kept
  const key = row.keptKey ?? toKey(row.id)
  const head = await from.head(key)
  if (!head) return undefined
  if (key !== keptKey) {
    try {
      await kept.copy(keptKey, { bucket: from, key, etag: head.etag })
    } catch (error) {
      if (isRefusal(error, 404, 412)) return undefined
      throw error
    }
  }
  const { type, size, facts } = row
  return { bucket: kept.name, key: keptKey, type: type!, size: size!, ...(facts && { facts }) }
}

// It may be in the table alone, or near its end: it is to be had as long as the job is known.
async function rewrite(row: Result, place: Place): Promise<JobResult | undefined> {
  const output = await readOutput(row)
  if (!output) return undefined
  await place.put(row.id, output)
  return place.toResult(row.id, output)
}

function toResult({ name }: Pick<Bucket, 'name'>, key: string, output: Output): JobResult {
  const { type, body, facts } = output
  return { bucket: name, key, type, size: body.length, ...(facts && { facts }) }
}
