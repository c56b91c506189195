/**
 * Texts as results.
 *
 * @module
 */
import type { Output } from '../converter.ts'

/** @param type - without a charset: it is UTF-8 */
export function toText(type: string, content: string): Output {
  return { type: `${type}; charset=utf-8`, body: Buffer.from(content) }
}

/** Where something is, as `errors` of an answer tell it. Both count from 1. */
export function toPlace(line: number, column?: number): string {
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`
}
