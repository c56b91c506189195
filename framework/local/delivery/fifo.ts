/**
 * FIFO queues as SQS has them: several messages of a group in one batch, and their order kept when
 * they come back. fauxqs hands out one per group at a time, and puts them back as they come.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Queue, StoredMessage } from './stores.ts'

interface RedrivePolicy {
  deadLetterTargetArn?: string
  maxReceiveCount?: number
}

/** Changes how one queue hands out its messages. */
export function keepFifoOrder(queue: Queue): void {
  queue.dequeue = (max, visibility, findQueue) => {
    queue.processTimers()
    const seconds = visibility ?? Number(queue.attributes['VisibilityTimeout'])
    const policy = JSON.parse(queue.attributes['RedrivePolicy'] || '{}') as RedrivePolicy
    const taken: ReturnType<Queue['dequeue']> = []

    const most = Math.min(max, 10)
    for (const [group, messages] of queue.fifoMessages) {
      if (taken.length >= most) break
      if (queue.fifoLockedGroups.has(group)) continue
      messages.sort(bySequence)
      while (taken.length < most && messages.length > 0) {
        const message = messages.shift()!
        message.approximateReceiveCount++
        message.approximateFirstReceiveTimestamp ??= Date.now()
        const dead = isWornOut(message, policy) && findQueue?.(policy.deadLetterTargetArn!)
        if (dead) {
          queue.persistence?.deleteMessage(message.messageId)
          dead.enqueue(message)
        } else taken.push(lend(queue, group, message, seconds))
      }
      if (messages.length === 0) queue.fifoMessages.delete(group)
    }
    return taken
  }
}

function isWornOut(message: StoredMessage, policy: RedrivePolicy): boolean {
  return message.approximateReceiveCount > (policy.maxReceiveCount ?? Infinity)
}

function lend(queue: Queue, group: string, message: StoredMessage, seconds: number) {
  const receiptHandle = randomUUID()
  const visibilityDeadline = Date.now() + seconds * 1000
  const { messageId, approximateReceiveCount, approximateFirstReceiveTimestamp } = message
  queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline })
  queue.fifoLockedGroups.set(group, (queue.fifoLockedGroups.get(group) ?? 0) + 1)
  queue.persistence?.updateMessageInflight(
    messageId,
    receiptHandle,
    visibilityDeadline,
    approximateReceiveCount,
    approximateFirstReceiveTimestamp,
  )
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(message.md5OfMessageAttributes && {
      MD5OfMessageAttributes: message.md5OfMessageAttributes,
    }),
    ...(Object.keys(message.messageAttributes).length > 0 && {
      MessageAttributes: message.messageAttributes,
    }),
  }
}

function bySequence(a: StoredMessage, b: StoredMessage): number {
  return (a.sequenceNumber ?? '') < (b.sequenceNumber ?? '') ? -1 : 1
}
