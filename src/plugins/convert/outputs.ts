/**
 * What the outputs of a job say of the job as a whole.
 *
 * @module
 */
import type { Job, JobEnd, JobOutput, JobStatus, Outputs } from './job.ts'

/** The name of the only output, of what somebody asks for. */
export const only = 'result'

/** Results are kept for seven days, and so is what is known of them. */
const keptSeconds = 6 * 86_400

/** Whether there is still what came of it: it may be gone before the job is, for another output came later. */
export function isThere({ status, isKept, changedAt }: JobOutput): boolean {
  const age = Date.now() - Date.parse(changedAt)
  return status === 'open' || isKept === true || age < keptSeconds * 1000
}

/** The names of those that have not ended. */
export function toOpen(outputs: Outputs): string[] {
  return Object.keys(outputs).filter((name) => outputs[name]!.status === 'open')
}

/** An output, as it came out. */
export function toEnd(output: JobOutput, end: JobEnd): JobOutput {
  const { result: _result, error: _error, ...rest } = output
  const status = 'result' in end ? 'done' : 'failed'
  return { ...rest, ...end, status, changedAt: new Date().toISOString() }
}

/**
 * What is to be written of a job beside its outputs.
 *
 * @param status - of the job for as long as something is open
 */
export function toStanding(
  { outputs, owner }: Pick<Job, 'outputs' | 'owner'>,
  status: JobStatus,
): { set: Partial<Job>; remove: (keyof Job)[] } {
  const all = Object.values(outputs)
  const isKept = all.some((it) => it.isKept)
  const expiry = { expiresAt: Math.floor(Date.now() / 1000) + keptSeconds }
  const open = toOpen(outputs).length
  const hasFailed = all.some((it) => it.status === 'failed')
  const keeping = isKept ? (['expiresAt'] as const) : []
  if (open === 0) {
    return {
      set: { status: hasFailed ? 'failed' : 'done', progress: 100, ...(!isKept && expiry) },
      remove: ['open', 'openOwner', 'openCount', 'tried', ...keeping],
    }
  }
  const whose = owner === undefined ? {} : { openOwner: owner, openCount: String(open) }
  return { set: { status, open: 'yes', ...whose, ...(!isKept && expiry) }, remove: [...keeping] }
}
