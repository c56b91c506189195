/**
 * Jobs in their table: made, taken on, ended, given back, each time on a condition.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { AppError } from '#framework/errors.ts'
import { defineTable, unlessConflict } from '#framework/tables.ts'
import type { Job, JobEnd, JobError, NewJob } from './job.ts'
import { toEnd, toStanding } from './outputs.ts'

export const jobs = defineTable<Job, 'id'>('convert-jobs', {
  key: ['id'],
  indexes: {
    byOpen: ['open', 'createdAt'],
    byOwner: ['owner', 'createdAt'],
    bySubject: ['subject'],
    byOpenOwner: ['openOwner', 'openCount'],
  },
  ttl: 'expiresAt',
  version: true,
})

/** Makes a job; undefined where there is one of that id. */
export async function createJob(job: NewJob): Promise<Job | undefined> {
  const time = new Date().toISOString()
  const { set } = toStanding(job, job.status)
  const begun = { round: 1, progress: 0, attempts: 0, createdAt: time, changedAt: time }
  return unlessConflict(() => jobs.create({ ...job, ...begun, ...set }))
}

/** The id of what is asked for again and again: equal for the same parts. */
export function toJobId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)
}

/** What was expected has come; false where it was known, or is done with. */
export async function noteArrival(id: string): Promise<boolean> {
  const changed = await change(id, { set: { status: 'waiting' }, if: { status: 'expected' } })
  return changed !== undefined
}

/** Takes a job on; undefined where it is done with, or somebody is at it. */
export async function takeJob(
  id: string,
  { worker, leaseMilliseconds }: { worker: string; leaseMilliseconds: number },
): Promise<Job | undefined> {
  const now = Date.now()
  return change(id, {
    set: { status: 'working', worker, leaseUntil: now + leaseMilliseconds, progress: 10 },
    add: { attempts: 1 },
    if: [{ status: 'waiting' }, { status: 'working', leaseUntil: { lte: now } }],
  })
}

/** Notes which output a worker is about to begin alone; undefined where it has lost the job. */
export async function noteTry(
  { id, tried = [] }: Job,
  worker: string,
  name: string,
): Promise<Job | undefined> {
  const names = [...tried.filter((it) => it !== name), name]
  return change(id, { set: { tried: names }, if: { status: 'working', worker } })
}

/**
 * Notes how outputs came out; undefined where the job was wanted anew, forgotten or taken over meanwhile. The worker
 * keeps what is still open.
 */
export async function endOutputs(
  job: Job,
  ends: Readonly<Record<string, JobEnd>>,
  from: Partial<Pick<Job, 'status' | 'worker'>>,
): Promise<Job | undefined> {
  const outputs = { ...job.outputs }
  for (const [name, end] of Object.entries(ends)) outputs[name] = toEnd(outputs[name]!, end)
  const { set, remove } = toStanding({ ...job, outputs }, job.status)
  return change(job.id, {
    set: { outputs, ...set, ...(set.open && { attempts: 1 }) },
    remove,
    if: { ...from, round: job.round },
  })
}

/** Ends all that is open with an error; undefined where it has ended otherwise. */
export async function failJob(
  job: Job,
  error: AppError,
  from: Partial<Pick<Job, 'status' | 'worker'>>,
): Promise<Job | undefined> {
  const told = toJobError(error)
  const open = Object.entries(job.outputs).filter(([, { status }]) => status === 'open')
  return endOutputs(job, Object.fromEntries(open.map(([name]) => [name, { error: told }])), from)
}

/** An error, as it is kept. */
export function toJobError({ code, message: detail, errors: fields }: AppError): JobError {
  return { code, detail, ...(fields && { errors: fields }) }
}

/** Gives a job back: what failed was not the content's fault, or its time was up. */
export async function returnJob(id: string, worker: string): Promise<boolean> {
  const set = { status: 'waiting', progress: 0 } as const
  return (await change(id, { set, if: { status: 'working', worker } })) !== undefined
}

/** Changes a job; undefined where the condition does not hold. */
export async function change(
  id: string,
  { set, ...more }: Parameters<typeof jobs.update>[1],
): Promise<Job | undefined> {
  const changedAt = new Date().toISOString()
  return unlessConflict(() => jobs.update({ id }, { set: { ...set, changedAt }, ...more }))
}
