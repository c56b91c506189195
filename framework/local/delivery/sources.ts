/**
 * The queues that stand behind topics and queues of `app.arc`, and the function of each.
 *
 * @module
 */
import { local } from '../../plugin/names.ts'
import type { Message } from './consumer.ts'
import { toSnsEvent, toSqsEvent } from './records.ts'

/** A topic and the functions that hear it. */
export interface DeliveryTopic {
  name: string
  subscribers: readonly string[]
}

/** A queue, and the function of the same name that works it off. */
export interface DeliveryQueue {
  name: string
  /** In order within a message group; the queue's address then ends in `.fifo`. Default: no. */
  fifo?: boolean | undefined
  /** Messages per invocation. Default 10. */
  batchSize?: number | undefined
  /** Seconds to wait for a batch to fill. Default 0. */
  batchWindow?: number | undefined
}

/** A queue and the function behind it. */
export interface Source {
  /** For people. */
  label: string
  queue: string
  /** The topic that feeds the queue, if one does. */
  topic?: string
  pragma: 'events' | 'queues'
  /** The function's name. */
  name: string
  fifo: boolean
  batchSize: number
  batchWindow: number
  toEvent: (messages: Message[]) => object
}

/** Each subscriber of a topic has a queue of its own behind it, so that one's failure is its own. */
export function toSources(
  topics: readonly DeliveryTopic[],
  queues: readonly DeliveryQueue[],
): Source[] {
  return [...topics.flatMap(toSubscribers), ...queues.map(toWorker)]
}

function toSubscribers({ name: topic, subscribers }: DeliveryTopic): Source[] {
  return subscribers.map((name) => ({
    label: name === topic ? `event ${name}` : `event ${topic}, ${name}`,
    queue: `${topic}--${name}`,
    topic,
    pragma: 'events',
    name,
    fifo: false,
    // SNS hands a function one record at a time.
    batchSize: 1,
    batchWindow: 0,
    toEvent: ([message]) => toSnsEvent(message!, { topic: local.topic(topic), subscriber: name }),
  }))
}

function toWorker({ name, fifo, batchSize, batchWindow }: DeliveryQueue): Source {
  const queue = fifo ? `${name}.fifo` : name
  return {
    label: `queue ${name}`,
    queue,
    pragma: 'queues',
    name,
    fifo: Boolean(fifo),
    // Lambda takes no more from a FIFO queue at once, and does not wait for more.
    batchSize: fifo ? Math.min(batchSize ?? 10, 10) : (batchSize ?? 10),
    batchWindow: fifo ? 0 : (batchWindow ?? 0),
    toEvent: (messages) => toSqsEvent(messages, queue),
  }
}
