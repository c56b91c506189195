/**
 * Batches of messages: how large they may be, and what a function says of them.
 *
 * @module
 */
import type { Message } from './consumer.ts'

/** Below Lambda's limit of 6 MB, with room for what surrounds the bodies. */
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

/** Batches that Lambda takes, in order. */
export function splitBySize(batch: Message[]): Message[][] {
  const parts: Message[][] = []
  let bytes = Infinity
  for (const message of batch) {
    const size = Buffer.byteLength(message.Body)
    if (bytes + size > maxBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(message)
    bytes += size
  }
  return parts
}
