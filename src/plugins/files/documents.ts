/**
 * Documents: what somebody writes over and over, and they alone read. They are read from and written to
 * storage with addresses signed for a while; nothing is known of them but what is in the bucket.
 *
 * @module
 */
import { eachOf } from '#framework/tables.ts'
import type { SignedForm } from '#framework/storage.ts'
import { validate, z } from '#framework/validate.ts'
import { documentsBucket, toPrefix } from './buckets.ts'
import { errors } from './errors.ts'
import { formSeconds } from './limits.ts'
import { settings } from './settings.ts'

const named = z.object({
  name: z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(100),
      z.regex(
        /^[\p{L}\p{N}][\p{L}\p{N}\p{M} _.,()-]*$/u,
        'Letters, digits, spaces and - _ . , ( )',
      ),
    ),
})

/** A document, to be read and written. */
export interface OpenDocument {
  name: string
  /** Where it is; none while nothing has been saved. */
  load?: string
  /** Writes it over, as often as needed, until `endsAt`. */
  save: SignedForm
  /** ISO 8601. */
  endsAt: string
}

/** What is known of a document without reading it. */
export interface ListedDocument {
  name: string
  /** In bytes, packed as it is. */
  size: number
  /** ISO 8601. */
  savedAt: string
}

/**
 * Opens a document of somebody's, or makes ready for a new one.
 *
 * @param options.type - what it must be saved as: `application/json`
 * @param options.encoding - how it must be packed: `gzip`
 * @throws INVALID_INPUT; FILES_QUOTA_EXCEEDED where there are too many already
 */
export async function openDocument(
  owner: string,
  { name, ...saved }: { name: string; type: string; maxBytes: number; encoding?: string },
): Promise<OpenDocument> {
  const key = toKey(owner, name)
  const isThere = (await documentsBucket.head(key)) !== undefined
  if (!isThere) await requireRoom(owner)
  const save = documentsBucket.signPost(key, {
    bytes: [1, saved.maxBytes],
    contentType: saved.type,
    seconds: formSeconds,
    ...(saved.encoding && { contentEncoding: saved.encoding }),
  })
  const endsAt = new Date(Date.now() + formSeconds * 1000).toISOString()
  return { name, save, endsAt, ...(isThere && { load: signLoad(key) }) }
}

/** Somebody's documents, by name. */
export async function listDocuments(owner: string): Promise<ListedDocument[]> {
  const found: ListedDocument[] = []
  for await (const { key, size, modifiedAt } of eachObject(owner)) {
    const name = decodeURIComponent(key.slice(toPrefix({ owner }).length))
    found.push({ name, size, savedAt: modifiedAt })
  }
  return found
}

/** Deletes a document; one that is not there too. */
export async function deleteDocument(owner: string, name: string): Promise<void> {
  await documentsBucket.delete(toKey(owner, name))
}

/** Deletes all that somebody has saved up to a time. */
export async function forgetDocuments(owner: string, until: string): Promise<void> {
  for await (const { key, modifiedAt } of eachObject(owner)) {
    if (modifiedAt <= until) await documentsBucket.delete(key)
  }
}

// Who opens many at once may have some more: each takes a request, and the least is what counts.
async function requireRoom(owner: string): Promise<void> {
  const { personDocuments } = settings
  if ((await listDocuments(owner)).length < personDocuments) return
  throw errors.FILES_QUOTA_EXCEEDED(`${personDocuments} documents are the most. Delete one first.`)
}

function signLoad(key: string): string {
  return documentsBucket.signGet(key, {
    seconds: formSeconds,
    // Never shown under the bucket's address, and asked for anew each time: it changes.
    contentDisposition: 'attachment',
    cacheControl: 'private, no-cache',
  })
}

function eachObject(owner: string) {
  const prefix = toPrefix({ owner })
  return eachOf(async (cursor: string | undefined) => {
    const { objects, ...more } = await documentsBucket.list({ prefix, cursor })
    return { items: objects, ...more }
  })
}

function toKey(owner: string, name: string): string {
  validate(named, { name }, { where: 'document' })
  return `${toPrefix({ owner })}${encodeURIComponent(name)}`
}
