/**
 * Requests that depend on what is there: on its ETag, or on when it was written.
 *
 * @module
 */
import { refuse, refuseFeature } from './errors.ts'
import type { S3Request, StoredObject } from './types.ts'

/**
 * Whether a reader has what there is already, and wants to hear just that.
 *
 * @param prefix - of the headers' names: those of a copy's source have one
 * @throws PreconditionFailed
 */
export function isNotModified(
  { header }: S3Request,
  { etag, modified }: StoredObject,
  prefix = '',
): boolean {
  const match = header(`${prefix}if-match`)
  const noneMatch = header(`${prefix}if-none-match`)
  // Times on the wire are whole seconds.
  const written = Math.floor(modified / 1000) * 1000

  if (match !== undefined) requireThat(names(match, etag), 'If-Match')
  else {
    const time = toTime(header(`${prefix}if-unmodified-since`))
    requireThat(time === undefined || written <= time, 'If-Unmodified-Since')
  }
  if (noneMatch !== undefined) return names(noneMatch, etag)
  const time = toTime(header(`${prefix}if-modified-since`))
  // A time that is to come says nothing.
  return time !== undefined && time <= Date.now() && written <= time
}

/**
 * Whether a writer finds what it expects.
 *
 * @throws PreconditionFailed; NoSuchKey where it expects something and nothing is there
 */
export function checkWrite({ header, key }: S3Request, before: StoredObject | undefined): void {
  const match = header('if-match')
  const noneMatch = header('if-none-match')
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw refuseFeature('If-None-Match with an ETag', 'When writing it takes * alone.')
  }
  if (noneMatch === '*') requireThat(!before, 'If-None-Match')
  if (match === undefined) return
  if (!before) throw refuse('NoSuchKey', { details: { Key: key } })
  requireThat(names(match, before.etag), 'If-Match')
}

/** Whether a header that lists ETags has this one; quotes may be left out. */
function names(list: string, etag: string): boolean {
  const tags = list.split(',').map((tag) => tag.trim().replace(/^(W\/)?"?|"$/g, ''))
  return tags.includes('*') || tags.includes(etag)
}

function requireThat(holds: boolean, Condition: string): void {
  if (!holds) throw refuse('PreconditionFailed', { details: { Condition } })
}

function toTime(httpDate: string | undefined): number | undefined {
  const time = Date.parse(httpDate ?? '')
  return Number.isNaN(time) ? undefined : time
}
