/**
 * Jobs: what is to be made of one object in a bucket: one output or several, each with a result or an error in
 * the end, never both.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { AppError, FieldError } from '#framework/errors.ts'
import { defineTable, eachOf, isConflict } from '#framework/tables.ts'
import { toEnd, toStanding } from './outputs.ts'

/** How far a job is, or one of its outputs. A job is done where all of its outputs are. */
export type JobStatus = 'expected' | 'waiting' | 'working' | 'done' | 'failed'

/** All that is made of one object by one converter. */
export interface Job {
  id: string
  /** Of a registered one. */
  converter: string
  outputs: Outputs
  /** Who asked; none for what a function asks by itself. */
  owner?: string
  /** Until all has ended: what is left lying is found by it; of whom it is, and how much is still to come. */
  open?: 'yes'
  openOwner?: string
  openCount?: string
  /** Where the content was put: a bucket as in `app.arc`, and a key. */
  bucket: string
  key: string
  /** In bytes, where that is known before. */
  size?: number
  /** The key in the bucket `convert-uploads` where its converter reads it. */
  source: string
  /** Of what an app has started: what it calls it. */
  subject?: string
  /** Of the news that told of the content, as text of one length: older news changes nothing. */
  sequencer?: string
  /** How often something of it was wanted anew, from 1. */
  round: number
  /** Somebody waits at its handles. */
  hasHandles?: boolean
  status: JobStatus
  /** 0 to 100. */
  progress: number
  /** Times that somebody has begun with it, since something of it came to an end. */
  attempts: number
  /** Who is at it, and until when nobody else may be, in milliseconds since 1970. */
  worker?: string
  leaseUntil?: number
  /** Outputs that were begun one by one, for a worker had died: who died of one of them is known by it. */
  tried?: readonly string[]
  /** ISO 8601. */
  createdAt: string
  changedAt: string
  /** Seconds since 1970; none while something of it is kept. */
  expiresAt?: number
  /** Of the row: whoever has read it changes what was read, or nothing. */
  version: number
}

/** By the names of the renditions; `result` where there is but one. */
export type Outputs = Readonly<Record<string, JobOutput>>

/** One thing that is to be made. */
export interface JobOutput {
  /** As given: `{ "width": 400 }`, in JSON. */
  options: string
  /** Changes with the content, the converter and the options: what the result is to be made of. */
  wanted?: string
  /** How often it was wanted anew, from 1. */
  round: number
  /** The round of the job in which it ends: they are told of together. */
  told: number
  /** The result stays until it is forgotten. */
  isKept?: boolean
  status: 'open' | 'done' | 'failed'
  result?: JobResult
  error?: JobError
  /** ISO 8601. */
  changedAt: string
}

/** Why there is no result. */
export interface JobError {
  code: string
  detail: string
  errors?: FieldError[]
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

/** How an output came out. */
export type JobEnd = { result: JobResult } | { error: JobError }

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

/** A job to be made. */
export type NewJob = Pick<Job, 'id' | 'converter' | 'outputs' | 'bucket' | 'key' | 'source'> &
  Partial<Pick<Job, 'owner' | 'size' | 'subject' | 'sequencer' | 'hasHandles'>> & {
    status: 'expected' | 'waiting'
  }

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

/** All jobs that have not ended, the oldest first. */
export function eachOpen(): AsyncIterable<Job> {
  return eachFound((cursor) => jobs.query({ index: 'byOpen', where: { open: 'yes' }, cursor }))
}

/** What an app has started of a subject. */
export async function listJobsOfSubject(subject: string): Promise<Job[]> {
  const of = { index: 'bySubject', where: { subject } } as const
  const found: Job[] = []
  for await (const job of eachFound((cursor) => jobs.query({ ...of, cursor }))) found.push(job)
  return found
}

/** A page of what somebody asked for, newest first. */
export async function listJobsOf(
  owner: string,
  { first = 1000, after }: { first?: number; after?: string | undefined } = {},
): Promise<{ items: Job[]; cursor?: string }> {
  const page = { order: 'desc', limit: first, cursor: after, scope: owner } as const
  const { items, ...more } = await jobs.query({ index: 'byOwner', where: { owner }, ...page })
  return { items: await read(items), ...more }
}

type Found = Pick<Job, 'id'>

// Indexes hold no more than keys: to change a job then writes its row and nothing else.
async function* eachFound(
  getPage: (cursor: string | undefined) => Promise<{ items: Found[]; cursor?: string }>,
): AsyncGenerator<Job> {
  const pages = eachOf(async (cursor) => {
    const { items, ...more } = await getPage(cursor)
    return { items: [await read(items)], ...more }
  })
  for await (const page of pages) yield* page
}

async function read(found: readonly Found[]): Promise<Job[]> {
  if (found.length === 0) return []
  const all = await jobs.getMany(
    found.map(({ id }) => ({ id })),
    { consistent: true },
  )
  return all.filter((it) => it !== undefined)
}

async function unlessConflict<T>(write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}
