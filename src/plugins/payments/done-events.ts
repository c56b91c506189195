/**
 * Events of Stripe that have had their effect: each has it once.
 *
 * Beside `news.ts`, so that the webhook, which asks nothing of a table, does not load tables.
 *
 * @module
 */
import { defineTable, type Operation } from '#framework/tables.ts'

interface EventRecord {
  /** Stripe's, of the event; or `checkpoint`. */
  id: string
  type: string
  /** Of the checkpoint: up to when all is known, in seconds since 1970. */
  until?: number
  expiresAt?: number
}

export const events = defineTable<EventRecord, 'id'>('payments-events', {
  key: ['id'],
  ttl: 'expiresAt',
})

/** Longer than Stripe keeps its events, which is 30 days. */
const memory = 45 * 24 * 60 * 60

/** The mark that an event has had its effect, for the transaction of that effect. */
export function toMark({ id, type }: { id: string; type: string }): Operation {
  return events.ops.create({ id, type, expiresAt: Math.floor(Date.now() / 1000) + memory })
}

/** Whether an event has had its effect. */
export async function isDone(id: string): Promise<boolean> {
  return (await events.get({ id }, { consistent: true })) !== undefined
}
