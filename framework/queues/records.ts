/**
 * What SQS hands to a function, and what it wants to hear.
 *
 * @module
 */
import type { SQSRecord } from 'aws-lambda'
import { randomId } from '../idempotency/keys.ts'
import { log } from '../log.ts'
import { readMessage, type Message, type MessageDefinition } from '../message.ts'

/** What Lambda is told after a batch: the messages to deliver again. */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[]
}

/** A record, read: with its message, or with the reason why it has none. */
export interface Received<T> {
  recordId: string
  /** Of a FIFO queue. */
  groupId: string | undefined
  message: Message<T> | undefined
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
    return { recordId: messageId, groupId, message: undefined }
  }
}

export function toResponse(failed: readonly { recordId: string }[]): BatchResponse {
  return { batchItemFailures: failed.map(({ recordId }) => ({ itemIdentifier: recordId })) }
}
