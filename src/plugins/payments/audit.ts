/**
 * The audit trail: who or what changed which payment or membership, when and to what. Only ever added
 * to.
 *
 * @module
 */
import { defineTable, type Operation } from '#framework/tables.ts'

/** Why something is looked at. */
export interface Cause {
  by: 'webhook' | 'reconciliation' | 'return' | 'editor' | 'account'
  /** The event of Stripe, if one told of it. */
  eventId?: string
  eventType?: string
  /** The person who did it. */
  userId?: string
}

export interface AuditEntry extends Cause {
  /** `payment/pi_…`, `membership/<user>`. */
  subject: string
  /** ISO 8601, and something of its own. */
  at: string
  /** What it is now; `unchanged` when a piece of news said nothing new. */
  state: string
}

export const audit = defineTable<AuditEntry>('payments-audit', { key: ['subject', 'at'] })

let count = 0

/** One entry, for a transaction. */
export function toEntry(subject: string, state: string, cause: Cause): Operation {
  const unique = `${process.pid.toString(36)}${(count++).toString(36)}${Math.random().toString(36).slice(2, 8)}`
  return audit.ops.create({ subject, at: `${new Date().toISOString()}#${unique}`, state, ...cause })
}

/** What happened to a subject, newest first. */
export async function listEntries(subject: string, limit = 50): Promise<AuditEntry[]> {
  const { items } = await audit.query({ where: { subject }, order: 'desc', limit })
  return items
}
