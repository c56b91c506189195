/**
 * Jobs: conversions of objects in buckets, each with a result or an error in the end, never both.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { AppError, FieldError } from '#framework/errors.ts'
import { defineTable, eachOf, isConflict } from '#framework/tables.ts'

/** How far a job is. */
export type JobStatus = 'expected' | 'waiting' | 'working' | 'done' | 'failed'

/** A conversion of one object. */
export interface Job {
  id: string
  /** Of a registered one. */
  converter: string
  /** As given: `{ "width": 400 }`, in JSON. */
  options: string
  /** Who asked; none for what a function asks by itself. */
  owner?: string
  /** The same, until it has ended: what of somebody's is still to be done is found by it. */
  openOwner?: string
  /** Where the content was put: a bucket as in `app.arc`, and a key. */
  bucket: string
  key: string
  /** In bytes, where that is known before. */
  size?: number
  /** The key in the bucket `convert-uploads` where its converter reads it. */
  source: string
  /** Of what an app has started: what it calls it, by what, and of which of its renditions. */
  subject?: string
  name?: string
  /** Changes with the content, the converter and the options: what the result is to be made of. */
  wanted?: string
  /** Of the news that told of the content, as text of one length: older news changes nothing. */
  sequencer?: string
  /** How often it was wanted anew, from 1. */
  round: number
  /** Somebody waits at its handles. */
  hasHandles?: boolean
  /** The result stays until it is forgotten. */
  isKept?: boolean
  status: JobStatus
  /** 0 to 100. */
  progress: number
  /** Times that somebody has begun with it. */
  attempts: number
  /** Who is at it, and until when nobody else may be, in milliseconds since 1970. */
  worker?: string
  leaseUntil?: number
  result?: JobResult
  error?: { code: string; detail: string; errors?: FieldError[] }
  /** ISO 8601. */
  createdAt: string
  changedAt: string
  /** Seconds since 1970; none while it is kept. */
  expiresAt?: number
}

/** Where a result is, in the bucket `convert-results` or `convert-kept`. */
export interface JobResult {
  bucket: string
  key: string
  type: string
  /** In bytes. */
  size: number
  /** Of an image, where its rendition asks for `facts`. */
  facts?: Readonly<Record<string, string | number>>
}

export const jobs = defineTable<Job, 'id'>('convert-jobs', {
  key: ['id'],
  indexes: {
    byStatus: ['status', 'changedAt'],
    byOwner: ['owner', 'createdAt'],
    bySubject: ['subject', 'name'],
    byOpenOwner: ['openOwner'],
  },
  ttl: 'expiresAt',
})

/** A job to be made. */
export type NewJob = Omit<
  Job,
  'round' | 'progress' | 'attempts' | 'createdAt' | 'changedAt' | 'expiresAt'
>

/** Results are kept for seven days, and so is what is known of them. */
const keptSeconds = 6 * 86_400

/** Makes a job; undefined where there is one of that id. */
export async function createJob(job: NewJob): Promise<Job | undefined> {
  const time = new Date().toISOString()
  try {
    const begun = { round: 1, progress: 0, attempts: 0, createdAt: time, changedAt: time }
    return await jobs.create({ ...job, ...begun, ...(!job.isKept && { expiresAt: toExpiry() }) })
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}

/** When what is known of a job goes. */
export function toExpiry(): number {
  return Math.floor(Date.now() / 1000) + keptSeconds
}

/** The id of what is asked for again and again: equal for the same parts. */
export function toJobId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32)
}

/** What was expected has come; false where it was known, or is done with. */
export async function noteArrival(id: string): Promise<boolean> {
  return change(id, { status: 'waiting' }, { status: 'expected' })
}

/** Takes a job on; undefined where it is done with, or somebody is at it. */
export async function takeJob(
  id: string,
  { worker, leaseMilliseconds }: { worker: string; leaseMilliseconds: number },
): Promise<Job | undefined> {
  const now = Date.now()
  try {
    return await jobs.update(
      { id },
      {
        set: {
          status: 'working',
          worker,
          leaseUntil: now + leaseMilliseconds,
          progress: 10,
          changedAt: new Date(now).toISOString(),
        },
        add: { attempts: 1 },
        if: [{ status: 'waiting' }, { status: 'working', leaseUntil: { lte: now } }],
      },
    )
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}

/** Ends a job with its result; false where it has ended otherwise. */
export async function finishJob(id: string, worker: string, result: JobResult) {
  return end(id, { status: 'done', progress: 100, result }, { status: 'working', worker })
}

/** Ends a job with an error; false where it has ended otherwise. */
export async function failJob(
  id: string,
  error: AppError,
  from: Partial<Pick<Job, 'status' | 'worker'>>,
) {
  const { code, message: detail, errors: fields } = error
  const told = { code, detail, ...(fields && { errors: fields }) }
  return end(id, { status: 'failed', error: told }, from)
}

/** Gives a job back: what failed was not the content's fault. */
export async function returnJob(id: string, worker: string): Promise<boolean> {
  return change(id, { status: 'waiting', progress: 0 }, { status: 'working', worker })
}

/** Jobs in a status that nothing has happened to since a time, at most 100. */
export async function listIdle(status: JobStatus, since: number): Promise<Job[]> {
  const where = { status, changedAt: { lt: new Date(since).toISOString() } }
  const { items } = await jobs.query({ index: 'byStatus', where })
  return items
}

/** Jobs whose content had not come by then, the oldest first. */
export function eachExpected(until: number): AsyncIterable<Job> {
  const where = { status: 'expected', changedAt: { lte: new Date(until).toISOString() } } as const
  return eachOf((cursor) => jobs.query({ index: 'byStatus', where, cursor }))
}

/** What somebody asked for, newest first, at most 1,000. */
export async function listJobsOf(owner: string): Promise<Job[]> {
  const { items } = await jobs.query({
    index: 'byOwner',
    where: { owner },
    order: 'desc',
    limit: 1000,
  })
  return items
}

async function end(id: string, set: Partial<Job>, from: Partial<Pick<Job, 'status' | 'worker'>>) {
  return change(id, set, from, ['openOwner'])
}

async function change(
  id: string,
  set: Partial<Job>,
  from: Partial<Pick<Job, 'status' | 'worker'>>,
  remove: readonly (keyof Job)[] = [],
) {
  const changedAt = new Date().toISOString()
  try {
    await jobs.update({ id }, { set: { ...set, changedAt }, remove, if: from })
    return true
  } catch (error) {
    if (isConflict(error)) return false
    throw error
  }
}
