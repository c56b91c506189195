/**
 * Tells how a job ended.
 *
 * @module
 */
import { conversionFinished } from './finished.ts'
import { fillHandle } from './handles.ts'
import type { Job, JobOutput } from './job.ts'
import { only } from './outputs.ts'

/**
 * Hands over and publishes how all ended that was wanted in a round, once it has. Done again, it tells the same.
 *
 * @param round - what was wanted later is told of later
 */
export async function tellOfEnd(job: Job, round: number): Promise<void> {
  const outputs = Object.entries(job.outputs).filter(([, { told }]) => told === round)
  if (outputs.length === 0 || outputs.some(([, { status }]) => status === 'open')) return
  if (job.hasHandles) await fillHandle(job.id, job.outputs[only]!)
  const { id: jobId, converter, bucket, key, subject } = job
  const what = { jobId, converter, bucket, key, ...(subject !== undefined && { subject }) }
  const inOrder = outputs.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const ends = inOrder.map(([name, output]) => ({
    ...(subject !== undefined && { name }),
    ...toTold(output),
  }))
  await conversionFinished.publish({ ...what, outputs: ends }, { key: `${jobId}/${round}` })
}

function toTold({ round, result, error }: JobOutput) {
  return {
    round,
    status: result ? ('done' as const) : ('failed' as const),
    ...(result && {
      resultBucket: result.bucket,
      resultKey: result.key,
      resultType: result.type,
      resultSize: result.size,
    }),
    ...(error && { code: error.code, detail: error.detail }),
  }
}
