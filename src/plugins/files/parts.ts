/**
 * Uploads in parts: which are there, where the others go, and the end.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { incoming } from './buckets.ts'
import { checkLater } from './checks.ts'
import { errors } from './errors.ts'
import { requireOpen, type Upload } from './uploads.ts'

/** Addresses are good for so long, in seconds: a part on a slow line takes its time. */
const addressSeconds = 60 * 60

/** The most addresses at once. */
export const mostAtOnce = 100

export interface PartAddresses {
  /** Parts that are there: whoever goes on leaves them out. */
  done: number[]
  /** Where to PUT those that were asked for and are not there. */
  parts: { number: number; url: string; bytes: number }[]
}

/**
 * Where to send the parts that were asked for.
 *
 * @throws UPLOAD_NOT_FOUND, UPLOAD_ENDED, UPLOAD_NOT_IN_PARTS
 */
export async function signParts(
  id: string,
  numbers: readonly number[],
  user: Pick<User, 'id'>,
): Promise<PartAddresses> {
  const upload = requireParts(await requireOpen(id, user))
  const { key, multipart } = upload
  const there = (await incoming.uploads.parts(key, multipart)) ?? []
  const done = there
    .filter(({ number, size }) => size === bytesOf(upload, number))
    .map(({ number }) => number)
  const wanted = [...new Set(numbers)].filter(
    (it) => it >= 1 && it <= countOf(upload) && !done.includes(it),
  )
  const parts = wanted.slice(0, mostAtOnce).map((number) => {
    const bytes = bytesOf(upload, number)
    const options = { upload: multipart, number, bytes, seconds: addressSeconds }
    return { number, url: incoming.uploads.signPart(key, options), bytes }
  })
  return { done, parts }
}

/**
 * Puts the parts together. The file is there once it has been looked at.
 *
 * @throws UPLOAD_NOT_FOUND, UPLOAD_ENDED, UPLOAD_NOT_IN_PARTS, UPLOAD_INCOMPLETE
 */
export async function completeUpload(id: string, user: Pick<User, 'id'>): Promise<void> {
  const upload = requireParts(await requireOpen(id, user))
  const { key, multipart, size } = upload
  const parts = await incoming.uploads.parts(key, multipart)
  // It was put together before.
  if (!parts && (await incoming.head(key))) return

  const there = (parts ?? []).filter((it) => it.size === bytesOf(upload, it.number))
  const missing = countOf(upload) - there.length
  if (missing > 0)
    throw errors.UPLOAD_INCOMPLETE(`${missing} of ${countOf(upload)} parts are missing.`)
  if (there.reduce((sum, it) => sum + it.size, 0) !== size) throw errors.UPLOAD_INCOMPLETE()
  await checkLater(id, 0)
  await incoming.uploads.complete(key, multipart, there)
}

type InParts = Upload & { multipart: string; partBytes: number }

function requireParts(upload: Upload): InParts {
  const { multipart, partBytes } = upload
  if (multipart !== undefined && partBytes !== undefined) return { ...upload, multipart, partBytes }
  throw errors.UPLOAD_NOT_IN_PARTS('Send the form that you were given.')
}

function countOf({ size, partBytes }: InParts): number {
  return Math.ceil(size / partBytes)
}

function bytesOf({ size, partBytes }: InParts, number: number): number {
  return Math.min(partBytes, size - (number - 1) * partBytes)
}
