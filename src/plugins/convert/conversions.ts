/**
 * Conversions that people ask for: a form to upload the content with, and how far it is.
 *
 * @module
 */
import { randomId } from '#framework/idempotency/keys.ts'
import { type SignedForm } from '#framework/storage.ts'
import { eachOf } from '#framework/tables.ts'
import { checkLater } from './check-later.ts'
import { readOptions } from './converter.ts'
import { errors } from './errors.ts'
import { forgetJob } from './forget-job.ts'
import { signHandles, type Handles } from './handles.ts'
import type { Job, JobError, JobResult, JobStatus } from './job.ts'
import { createJob, jobs } from './jobs.ts'
import { listJobsOf } from './list-jobs.ts'
import { only } from './outputs.ts'
import { findDefinition } from './registry.ts'
import { resultsBucket, uploads } from './buckets.ts'

/** Until when the content must have been sent. */
export const uploadSeconds = 900
/** How much longer handles are good for. */
const waitSeconds = 900

/** A conversion, as its owner sees it. */
export interface Conversion {
  id: string
  converter: string
  status: JobStatus
  /** 0 to 100. */
  progress: number
  /** ISO 8601. */
  createdAt: string
  /** Once it is done: a signed address, good for five minutes. */
  result?: { url: string; type: string; size: number }
  /** Once it has failed. */
  error?: JobError
}

export interface ConversionRequest {
  converter: string
  /** Content type of what will be uploaded. */
  type: string
  options: object
  owner?: string
}

/** What whoever sends the content needs. */
export interface ConversionTicket {
  id: string
  upload: SignedForm
}

/** The same, for whoever waits at storage. */
export type ConversionWithHandles = ConversionTicket & Handles

/**
 * Begins a conversion: the answered form takes the content, and with that it goes on by itself.
 *
 * @throws INVALID_INPUT, CONVERT_TYPE_REFUSED
 */
export function requestConversion(request: ConversionRequest): Promise<ConversionTicket> {
  return begin(request)
}

/**
 * The same, with handles: addresses of storage where the result will be, or the error.
 *
 * @throws INVALID_INPUT, CONVERT_TYPE_REFUSED, CONVERTER_NOT_FOUND
 */
export async function requestWithHandles(
  request: ConversionRequest,
): Promise<ConversionWithHandles> {
  const ticket = await begin(request, { hasHandles: true })
  return { ...ticket, ...signHandles(ticket.id, uploadSeconds + waitSeconds) }
}

async function begin(
  request: ConversionRequest,
  more: { hasHandles?: boolean } = {},
): Promise<ConversionTicket> {
  const definition = findDefinition(request.converter)
  if (!definition) throw errors.CONVERTER_NOT_FOUND()
  const { name, from, limits } = definition
  readOptions(definition, request.options)
  if (!from.includes(request.type)) {
    throw errors.CONVERT_TYPE_REFUSED(`${name} takes ${from.join(', ')}`)
  }
  const id = randomId()
  const key = toUploadKey(id)
  await createJob({
    id,
    converter: name,
    outputs: {
      [only]: {
        options: JSON.stringify(request.options),
        round: 1,
        told: 1,
        status: 'open',
        changedAt: new Date().toISOString(),
      },
    },
    bucket: uploads.name,
    key,
    source: key,
    status: 'expected',
    ...more,
    ...(request.owner !== undefined && { owner: request.owner }),
  })
  await checkLater(id, 1)
  const upload = uploads.signPost(key, {
    bytes: [1, limits.inputBytes],
    contentType: request.type,
    seconds: uploadSeconds,
  })
  return { id, upload }
}

/** @throws CONVERSION_NOT_FOUND; for somebody else's too, so that ids cannot be probed */
export async function findConversion(id: string, owner: string | undefined): Promise<Conversion> {
  const job = await jobs.get({ id }, { consistent: true })
  if (!job || !isAskedFor(job) || job.owner !== owner) throw errors.CONVERSION_NOT_FOUND()
  return toConversion(job)
}

/** What somebody has asked for, newest first. */
export async function listConversions(
  owner: string,
  { first = 20, after }: { first?: number; after?: string | undefined } = {},
): Promise<{ items: Conversion[]; cursor?: string }> {
  const { items, cursor } = await listJobsOf(owner, { first, after })
  return { items: items.filter(isAskedFor).map(toConversion), ...(cursor && { cursor }) }
}

/** Deletes what somebody asked for, and what they uploaded. A result is nobody's: it goes with its time. */
export async function forgetOwner(owner: string): Promise<void> {
  for await (const job of eachOf((after) => listJobsOf(owner, { after }))) await forgetJob(job)
}

// What an app converts by itself is nobody's to ask for.
function isAskedFor({ id, bucket, key }: Job): boolean {
  return bucket === uploads.name && key === toUploadKey(id)
}

function toConversion({ id, converter, status, progress, outputs, createdAt }: Job) {
  const { result, error } = outputs[only]!
  return {
    id,
    converter,
    status,
    progress,
    createdAt,
    ...(result && { result: toLink(result) }),
    ...(error && { error }),
  }
}

function toUploadKey(id: string): string {
  return `in/${id}`
}

function toLink({ key, type, size }: JobResult) {
  // As a file: a stranger's page is not shown under the bucket's address.
  const url = resultsBucket.signGet(key, { contentDisposition: 'attachment' })
  return { url, type, size }
}
