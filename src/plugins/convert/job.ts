/**
 * A job: what is to be made of one object in a bucket, one output or several, each with a result or an error in
 * the end, never both.
 *
 * @module
 */
import type { FieldError } from '#framework/errors.ts'

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

/** A job to be made. */
export type NewJob = Pick<Job, 'id' | 'converter' | 'outputs' | 'bucket' | 'key' | 'source'> &
  Partial<Pick<Job, 'owner' | 'size' | 'subject' | 'sequencer' | 'hasHandles'>> & {
    status: 'expected' | 'waiting'
  }
