/**
 * What SQS hands to a function, and what it wants to hear.
 *
 * @module
 */
import type { SQSRecord } from 'aws-lambda'
import { isLocal } from '../env.ts'
import { randomId } from '../idempotency/keys.ts'
import { log } from '../log.ts'
import { readMessage, type Message, type MessageDefinition } from '../message.ts'

/** What Lambda is told after a batch: the messages to deliver again. */
export interface BatchResponse {
  batchItemFailures: {
    itemIdentifier: string
    /** On the local cloud only: what its dead letter will say. */
    reason?: string
  }[]
}

/** A record, read: with its message, or with the reason why it has none. */
export interface Received<T> {
  recordId: string
  /** Of a FIFO queue. */
  groupId: string | undefined
  message: Message<T> | undefined
  /** What went wrong with it. */
  error?: unknown
}

/** A message that is to be delivered again. */
export interface FailedRecord {
  recordId: string
  error?: unknown
}

/** Reads a record; one that cannot be read is logged, and will be reported as failed. */
export function receive<T>(queue: MessageDefinition<T>, record: SQSRecord): Received<T> {
  const { messageId = randomId(), attributes, body, eventSourceARN } = record
  const groupId = eventSourceARN?.endsWith('.fifo') ? attributes?.MessageGroupId : undefined
  const sent = Number(attributes?.SentTimestamp ?? Date.now())
  try {
    const time = new Date(sent).toISOString()
    const message = readMessage(queue, body, { id: messageId, time })
    return { recordId: messageId, groupId, message }
  } catch (error) {
    log.error(`message of ${queue.name} cannot be read`, { id: messageId, error })
    return { recordId: messageId, groupId, message: undefined, error }
  }
}

/** Those behind a message of a FIFO queue that failed: they wait for it. */
export function toWaiting(
  records: readonly FailedRecord[],
  { recordId, error }: FailedRecord,
): FailedRecord[] {
  const reason = new Error(`It waits for ${recordId}, which is before it: ${toReason(error)}`)
  return records.map((record) => ({ recordId: record.recordId, error: reason }))
}

export function toResponse(failed: readonly FailedRecord[]): BatchResponse {
  return {
    batchItemFailures: failed.map(({ recordId, error }) => ({
      itemIdentifier: recordId,
      // AWS does not read it, and an answer may be logged there.
      ...(isLocal() && { reason: toReason(error) }),
    })),
  }
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
