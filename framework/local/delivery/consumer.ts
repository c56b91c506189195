/**
 * Takes messages off queues and decides what becomes of them, as a consumer of SQS does.
 *
 * @module
 */
import { local } from '../../plugin/names.ts'
import type { FaultKind } from '../faults.ts'
import { createDeadlines } from './deadlines.ts'
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
  /** What has struck it so far, on purpose; AWS knows nothing of that. */
  faults?: readonly FaultKind[]
}

interface MessageAttribute {
  DataType: string
  StringValue?: string
  BinaryValue?: string
}

/** Each change is in the journal before its function returns. */
export function createConsumer(queues: Queues, journal: Journal | undefined) {
  /** The receipts of what is taken, and neither done nor given back. */
  const held = new Set<string>()

  function find(name: string): Queue {
    const queue = queues.getQueueByName(name)
    if (!queue) throw new Error(`There is no queue ${name}.`)
    return queue
  }

  return {
    ...createDeadlines(queues, journal, held),

    receive(name: string, max: number): Message[] {
      const queue = find(name)
      const taken = queue.dequeue(Math.min(max, 10), undefined, (arn) => queues.getQueueByArn(arn))
      journal?.commit()
      return taken.map((message) => {
        const stored = findTaken(queue, message)!
        const { faults } = stored
        held.add(message.ReceiptHandle)
        return {
          ...(message as Message),
          Attributes: toAttributes(stored),
          ...(faults && { faults }),
        }
      })
    },

    remove(queue: string, messages: readonly Message[]): void {
      for (const { ReceiptHandle } of messages) {
        held.delete(ReceiptHandle)
        find(queue).deleteMessage(ReceiptHandle)
      }
      journal?.commit()
    },

    /** Hands a message out again after some seconds, and keeps why. */
    release(
      name: string,
      message: Message,
      { seconds, reason, fault }: { seconds: number; reason: string; fault?: FaultKind },
    ): void {
      const queue = find(name)
      held.delete(message.ReceiptHandle)
      const stored = findTaken(queue, message)
      if (!stored) return
      const { earlier = [], reason: last } = stored.failure ?? {}
      stored.failure = { reason, at: Date.now(), earlier: last ? [...earlier, last] : earlier }
      if (fault) mark(stored, fault)
      journal?.save(queue, stored)
      queue.changeVisibility(message.ReceiptHandle, seconds)
      journal?.commit()
    },

    /** Hands a message out after some seconds as if it had not been taken, behind what is there. */
    postpone(
      name: string,
      message: Message,
      { seconds, fault }: { seconds: number; fault?: FaultKind },
    ): void {
      const queue = find(name)
      held.delete(message.ReceiptHandle)
      const stored = findTaken(queue, message)
      if (!stored) return
      stored.approximateReceiveCount--
      if (fault) mark(stored, fault)
      journal?.save(queue, stored)
      queue.changeVisibility(message.ReceiptHandle, seconds)
      journal?.commit()
    },

    /** Puts messages back as if they had not been taken, in their order. */
    putBack(name: string, messages: readonly Message[]): void {
      const queue = find(name)
      const stored = messages.flatMap((taken) => {
        held.delete(taken.ReceiptHandle)
        const message = findTaken(queue, taken)
        if (!message) return []
        message.approximateReceiveCount--
        queue.changeVisibility(taken.ReceiptHandle, 0)
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

function findTaken(
  queue: Queue,
  { ReceiptHandle }: { ReceiptHandle: string },
): StoredMessage | undefined {
  return queue.inflightMessages.get(ReceiptHandle)?.message
}

function mark(message: StoredMessage, fault: FaultKind): void {
  message.faults = [...new Set([...(message.faults ?? []), fault])]
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
