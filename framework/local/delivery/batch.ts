/**
 * Batches of messages: how large they may be, and what a function says of them.
 *
 * @module
 */
import { idempotencyErrors } from '../../idempotency/claim.ts'
import type { Message } from './consumer.ts'

/** Below Lambda's limit of 6 MB. */
export const maxBytes = 5_000_000

/**
 * What a batch answer means to Lambda: all failed when it names no message, or one that is not
 * there; none failed when it says nothing. A `reason` beside a message's name, which AWS does not
 * know, is kept with it.
 */
export function findFailures(batch: Message[], answer: unknown): Map<Message, string> {
  const { batchItemFailures } = (answer ?? {}) as { batchItemFailures?: unknown }
  if (!Array.isArray(batchItemFailures)) return new Map()
  const named = new Map<unknown, string>()
  for (const failure of batchItemFailures as ({
    itemIdentifier?: unknown
    reason?: unknown
  } | null)[]) {
    named.set(
      failure?.itemIdentifier,
      String(failure?.reason ?? 'reported by the function as failed'),
    )
  }
  const isStrange = [...named.keys()].some((id) => !batch.some((it) => it.MessageId === id))
  return new Map(
    batch.flatMap((message) => {
      const reason = named.get(message.MessageId)
      if (reason === undefined && !isStrange) return []
      return [[message, reason ?? 'the function named a message that is not in the batch']]
    }),
  )
}

/**
 * Whether a message failed because another instance is at it, or was when it died. In AWS it would
 * come back when that is over for sure, for it is hidden longer than any function runs.
 */
export function isBusy(reason: string): boolean {
  return reason.includes(busy)
}

const busy = idempotencyErrors.IN_PROGRESS().message

/** Bytes that a message takes in an event: quotes in its body count twice there. */
export function sizeOf(message: Message): number {
  return Buffer.byteLength(JSON.stringify(message)) + recordNames
}

/** What the record of a message says beside the message. */
const recordNames = 200

/** Batches that Lambda takes, in order. */
export function splitBySize(batch: Message[]): Message[][] {
  const parts: Message[][] = []
  let bytes = Infinity
  for (const message of batch) {
    const size = sizeOf(message)
    if (bytes + size > maxBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(message)
    bytes += size
  }
  return parts
}
