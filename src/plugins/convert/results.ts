/**
 * Results by their address: whoever asks for the same is given what came of it.
 *
 * @module
 */
import { AppError, type ErrorFactory, type FieldError } from '#framework/errors.ts'
import { defineTable, transact } from '#framework/tables.ts'
import { kept, resultsBucket } from './buckets.ts'
import type { Output } from './converter.ts'
import { errors } from './errors.ts'

/** What came of a conversion, or who is at it. */
export interface Result {
  /** Of `toAddress`. */
  id: string
  status: 'working' | 'done' | 'refused'
  /** Who is at it, and until when nobody else may be, in milliseconds since 1970. */
  owner?: string
  leaseUntil?: number
  /** Content type, and size in bytes. */
  type?: string
  size?: number
  /** A small result; a larger one is in a bucket. */
  body?: Uint8Array
  /** Where it is, if a job has it for good: in `convert-kept`. Default: in `convert-results`, by its address. */
  keptKey?: string
  facts?: Output['facts'] & {}
  /** Of an alias: the result that it stands for. */
  target?: string
  refusal?: { code: string; detail: string; errors?: FieldError[] }
  /** Seconds since 1970. */
  expiresAt: number
}

export const results = defineTable<Result, 'id'>('convert-results', {
  key: ['id'],
  ttl: 'expiresAt',
})

export const day = 86_400
/** Less than the objects in the bucket are kept. */
const keptSeconds = 6 * day
/** Whoever ran out of time or memory may try again soon: the machine may have been busy. */
const shortSeconds = 60
/** Read in one go with its row; written there a kilobyte costs a fifth of what an object does. */
export const smallBytes = 32 * 1024

const mayHaveBeenChance = new Set([
  'CONVERT_TIME_EXCEEDED',
  'CONVERT_MEMORY_EXCEEDED',
  'CONVERT_CRASHED',
])

/** Keeps what came of several. */
export async function keepAll(rows: readonly Result[]): Promise<void> {
  if (rows.length === 1) await results.put(rows[0]!)
  else await transact(rows.map((it) => results.ops.put(it)))
}

/**
 * Keeps a result; up to so many bytes in its row, and otherwise in the bucket. Whoever took the claim over
 * meanwhile has made the same one.
 */
export async function keep(id: string, output: Output, inRow: number): Promise<void> {
  const { type, body } = output
  const isSmall = body.length <= inRow
  if (!isSmall) await resultsBucket.put(toKey(id), body, { contentType: type })
  await results.put({ ...toDone(id, output), ...(isSmall && { body }) })
}

/** The row of a result that lies in a bucket. */
export function toDone(id: string, { type, body, facts }: Output, keptKey?: string): Result {
  return {
    id,
    status: 'done',
    type,
    size: body.length,
    ...(facts && { facts }),
    ...(keptKey !== undefined && { keptKey }),
    expiresAt: inSeconds(keptSeconds),
  }
}

/** Keeps what is wrong with an input: it would be no better the next time. */
export async function keepRefusal(id: string, error: AppError): Promise<void> {
  await results.put(toRefused(id, error))
}

/** The row of an input that is refused. */
export function toRefused(id: string, error: AppError): Result {
  const { code, message: detail, errors: fields } = error
  return {
    id,
    status: 'refused',
    refusal: { code, detail, ...(fields && { errors: fields }) },
    expiresAt: inSeconds(mayHaveBeenChance.has(code) ? shortSeconds : keptSeconds),
  }
}

/** Whether an error is the input's fault, and would be the next time, too. */
export function isOfInput(error: unknown): error is AppError {
  if (!(error instanceof AppError) || error.status >= 500) return false
  // A picture for watermarks may still be saved: nothing is to be remembered as refused for the lack of it.
  return error.code !== 'CONVERT_MARK_UNKNOWN'
}

/** The bytes of a result that is done; undefined where they are gone. */
export async function readOutput(result: Result): Promise<Output | undefined> {
  const { id, type, body, facts, keptKey } = result
  const told = { type: type!, ...(facts && { facts }) }
  if (body) return { ...told, body }
  const found = await (keptKey === undefined ? resultsBucket.get(toKey(id)) : kept.get(keptKey))
  return found && { ...told, body: found.bytes }
}

/** Lets a result be found without its content at hand. */
export async function keepAlias(alias: string, target: string): Promise<void> {
  await results.put({ id: alias, status: 'done', target, expiresAt: inSeconds(keptSeconds) })
}

/** The result that an alias stands for; undefined where it is not there, or not any more. */
export async function findByAlias(alias: string): Promise<Result | undefined> {
  const id = (await results.get({ id: alias }))?.target
  const result = id === undefined ? undefined : await results.get({ id })
  return result?.status === 'done' ? result : undefined
}

/** A refusal as it was thrown. */
export function toError({ code, detail, errors: fields }: Result['refusal'] & {}): AppError {
  const make = (errors as Record<string, ErrorFactory>)[code] ?? errors.CONVERT_INPUT_INVALID
  return make({ detail, ...(fields && { errors: fields }) })
}

/** Where a result lies in the bucket. */
export function toKey(id: string): string {
  return `results/${id}`
}

/** Seconds since 1970. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds
}
