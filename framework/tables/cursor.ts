/**
 * Cursors: where a page ended, signed, and good for that one list only.
 *
 * @module
 */
import { kernelErrors } from '../errors.ts'
import { sign, verify } from '../signing.ts'
import type { MarshalledItem } from './marshal.ts'

/** What makes a list: a cursor of another one is refused. */
export interface List {
  table: string
  index?: string | undefined
  where?: object | undefined
  order?: string | undefined
  scope?: string | undefined
}

export function toCursor(list: List, key: MarshalledItem): string {
  return sign({ key }, { purpose: toPurpose(list) })
}

/** @throws INVALID_CURSOR for one that we did not make, or made for another list or reader */
export function fromCursor(list: List, cursor: string): MarshalledItem {
  const payload = verify<{ key: MarshalledItem }>(cursor, { purpose: toPurpose(list) })
  if (!payload) throw kernelErrors.INVALID_CURSOR()
  return payload.key
}

function toPurpose({ table, index, where, order, scope }: List): string {
  const list = JSON.stringify([table, index, where, order, scope].map((it) => it ?? null))
  const { createHash } = process.getBuiltinModule('node:crypto')
  return `cursor:${createHash('sha256').update(list).digest('base64url')}`
}
