/**
 * The kernel's own table: what was done, and what is being done.
 *
 * @module
 */
import { defineTable } from '../tables.ts'

/** What is known of one key. */
export interface KeyRecord {
  id: string
  state: 'started' | 'done'
  /** Who started it, and until when nobody else may, in milliseconds since 1970. */
  owner?: string
  leaseUntil?: number
  /** JSON. */
  result?: string
  expiresAt: number
}

// Marked, so that whoever takes an id from here and claims no key does not load tables.
export const keys = /* @__PURE__ */ defineTable<KeyRecord, 'id'>('plugboard-keys', {
  key: ['id'],
  ttl: 'expiresAt',
})

export const day = 86_400

/** The record's id for a key of any length. */
export function toId(key: string): string {
  if (Buffer.byteLength(key) <= 1000) return key
  const { createHash } = process.getBuiltinModule('node:crypto')
  return `${key.slice(0, 100)}:${createHash('sha256').update(key).digest('hex')}`
}

/** When something that is remembered from now on is forgotten, in seconds since 1970. */
export function inSeconds(seconds: number): number {
  return Math.ceil(Date.now() / 1000 + seconds)
}

export function randomId(): string {
  return process.getBuiltinModule('node:crypto').randomUUID()
}
