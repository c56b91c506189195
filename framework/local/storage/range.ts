/**
 * Which bytes of an object a request wants.
 *
 * @module
 */
import { refuse } from './errors.ts'
import type { S3Request, StoredObject } from './types.ts'

/** Both ends are within. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * One range; undefined for all of the object. Several, and what is not well-formed, are passed over
 * as S3 does.
 *
 * @throws InvalidRange where nothing of it is there
 */
export function readRange({ header }: S3Request, object: StoredObject): ByteRange | undefined {
  const text = header('range')
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(text?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || (!from && !to)) return undefined
  if (!isStillTheSame(header('if-range'), object)) return undefined

  const { size } = object
  const first = from ? Number(from) : Math.max(0, size - Number(to))
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1
  // The wrong way round is not well-formed.
  if (from && to && Number(to) < first) return undefined
  if (first < size && first <= last) return { first, last }
  throw refuse('InvalidRange', {
    details: { RangeRequested: text!, ActualObjectSize: size },
    headers: { 'content-range': `bytes */${size}` },
  })
}

function isStillTheSame(condition: string | undefined, { etag, modified }: StoredObject): boolean {
  if (condition === undefined) return true
  if (/^(W\/)?"/.test(condition)) return condition === `"${etag}"`
  return Date.parse(condition) === Math.floor(modified / 1000) * 1000
}
