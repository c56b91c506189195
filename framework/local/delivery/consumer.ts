/**
 * Takes messages off queues and decides what becomes of them, as a consumer of SQS does.
 *
 * @module
 */
import { local } from '../../plugin/names.ts'
import type { Journal } from './journal.ts'
import type { Queue, Queues, StoredMessage } from './stores.ts'

/** A message as SQS hands it out. */
export interface Message {
  MessageId: string
  ReceiptHandle: string
  MD5OfBody: string
  MD5OfMessageAttributes?: string
  Body: string
  Attributes: Record<string, string>
  MessageAttributes?: Record<string, MessageAttribute>
}

interface MessageAttribute {
  DataType: string
  StringValue?: string
  BinaryValue?: string
}

/** Each change is in the journal before its function returns. */
export function createConsumer(queues: Queues, journal: Journal | undefined) {
  function find(name: string): Queue {
    const queue = queues.getQueueByName(name)
    if (!queue) throw new Error(`There is no queue ${name}.`)
    return queue
  }

  return {
    receive(name: string, max: number): Message[] {
      const queue = find(name)
      const taken = queue.dequeue(Math.min(max, 10), undefined, (arn) => queues.getQueueByArn(arn))
      journal?.commit()
      return taken.map((message) => ({
        ...(message as Message),
        Attributes: toAttributes(queue.inflightMessages.get(message.ReceiptHandle)!.message),
      }))
    },

    remove(queue: string, messages: readonly Message[]): void {
      for (const { ReceiptHandle } of messages) find(queue).deleteMessage(ReceiptHandle)
      journal?.commit()
    },

    /** Hands a message out again after some seconds, and keeps why. */
    release(
      name: string,
      { ReceiptHandle }: Message,
      { seconds, reason }: { seconds: number; reason: string },
    ): void {
      const queue = find(name)
      const message = queue.inflightMessages.get(ReceiptHandle)?.message as StoredMessage
      if (!message) return
      message.failure = { reason, at: Date.now() }
      journal?.save(queue, message)
      queue.changeVisibility(ReceiptHandle, seconds)
      journal?.commit()
    },

    /** Puts messages back as if they had not been taken, in their order. */
    putBack(name: string, messages: readonly Message[]): void {
      const queue = find(name)
      const stored = messages.flatMap(({ ReceiptHandle }) => {
        const message = queue.inflightMessages.get(ReceiptHandle)?.message as StoredMessage
        if (!message) return []
        message.approximateReceiveCount--
        queue.changeVisibility(ReceiptHandle, 0)
        journal?.save(queue, message)
        return [message]
      })
      if (!queue.isFifo()) {
        const others = queue.messages.filter((message) => !stored.includes(message))
        queue.messages = [...stored, ...others]
      }
      journal?.commit()
    },
  }
}

function toAttributes(message: StoredMessage): Record<string, string> {
  const { messageGroupId, messageDeduplicationId, sequenceNumber } = message
  return {
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    SentTimestamp: String(message.sentTimestamp),
    ...(sequenceNumber && { SequenceNumber: sequenceNumber }),
    ...(messageGroupId && { MessageGroupId: messageGroupId }),
    SenderId: local.account,
    ...(messageDeduplicationId && { MessageDeduplicationId: messageDeduplicationId }),
    ApproximateFirstReceiveTimestamp: String(message.approximateFirstReceiveTimestamp),
  }
}
