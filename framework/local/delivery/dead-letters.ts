/**
 * Messages that kept failing: what they are, why, and the way back.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Queue, StoredMessage } from './stores.ts'

/** A message in a dead-letter queue. */
export interface DeadLetter {
  /** The function that failed at it: that of the queue, or a subscriber. */
  name: string
  /** The dead-letter queue it is in. */
  queue: string
  id: string
  body: string
  sentAt: Date
  /** How often it was tried. */
  attempts: number
  /** The last error, and when it was. */
  reason: string
  /** The errors of the tries before, oldest first. */
  earlierReasons: readonly string[]
  failedAt: Date | undefined
  groupId: string | undefined
}

/** The dead letters of a queue or a subscriber, or all, oldest first. */
export function listDead(queues: Iterable<Queue>, name?: string): DeadLetter[] {
  return findPairs(queues, name).flatMap(({ dead }) =>
    inside(dead).map((message) => toDeadLetter(dead, message)),
  )
}

/**
 * Moves dead letters back to the queue they came from, in order: new messages with the old bodies,
 * as SQS does it. Answers how many.
 */
export function redrive(queues: Iterable<Queue>, name: string, id?: string): number {
  let moved = 0
  for (const { dead, source } of findPairs(queues, name)) {
    const chosen = inside(dead).filter(({ messageId }) => !id || messageId === id)
    for (const message of chosen) {
      take(dead, message)
      source.enqueue(toNew(source, message))
      moved++
    }
  }
  return moved
}

const suffix = /-dead(\.fifo)?$/

function findPairs(queues: Iterable<Queue>, name?: string) {
  const all = new Map([...queues].map((queue) => [queue.name, queue]))
  return [...all.values()].flatMap((dead) => {
    const source = suffix.test(dead.name) && all.get(dead.name.replace(suffix, '$1'))
    return source && (!name || functionOf(dead.name) === name) ? [{ dead, source }] : []
  })
}

function functionOf(queue: string): string {
  return queue.replace(suffix, '').replace(/^.*--/, '')
}

function inside(queue: Queue): StoredMessage[] {
  queue.processTimers()
  return queue.inspectMessages().ready
}

function take(queue: Queue, message: StoredMessage): void {
  const isOther = (it: StoredMessage) => it !== message
  queue.messages = queue.messages.filter(isOther)
  for (const [group, messages] of queue.fifoMessages) {
    queue.fifoMessages.set(group, messages.filter(isOther))
  }
  queue.persistence?.deleteMessage(message.messageId)
}

function toNew(queue: Queue, message: StoredMessage): StoredMessage {
  const { failure: _, faults: _faults, approximateFirstReceiveTimestamp: _first, ...rest } = message
  return {
    ...rest,
    messageId: randomUUID(),
    sentTimestamp: Date.now(),
    approximateReceiveCount: 0,
    ...(queue.isFifo() && { sequenceNumber: queue.nextSequenceNumber() }),
  }
}

function toDeadLetter(queue: Queue, message: StoredMessage): DeadLetter {
  const { messageId, body, sentTimestamp, approximateReceiveCount, failure } = message
  return {
    name: functionOf(queue.name),
    queue: queue.name,
    id: messageId,
    body,
    sentAt: new Date(sentTimestamp),
    // The receipt that found it to be too often tried was none.
    attempts: approximateReceiveCount - 1,
    reason: failure?.reason ?? 'unknown',
    earlierReasons: failure?.earlier ?? [],
    failedAt: failure && new Date(failure.at),
    groupId: message.messageGroupId,
  }
}
