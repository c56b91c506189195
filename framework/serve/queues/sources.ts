/**
 * The queues that are polled, and the function of each.
 *
 * @module
 */
import type { Message } from '../../local/delivery/consumer.ts'
import { findFailures } from '../../local/delivery/batch.ts'
import { toSnsEvent, toSqsEvent } from '../../local/delivery/records.ts'
import type { Invoke } from '../functions.ts'
import type { ServedFunction } from '../manifest.ts'
import type { Part } from '../parts.ts'
import { subscriberVariable } from './subscriber.ts'

/** A queue and what is done with what comes from it. */
export interface Source {
  /** For people. */
  label: string
  url: string
  batchSize: number
  /** Seconds that a batch waits for more. */
  batchWindow: number
  /** Works on a batch; answers the messages that failed. @throws when all did */
  work: (batch: Message[]) => Promise<Message[]>
}

type Env = Readonly<Record<string, string | undefined>>

/** Those that the environment names. A topic cannot be polled: a queue stands behind each subscriber. */
export function listSources(
  functions: readonly ServedFunction[],
  { parts, env, invoke }: { parts: readonly Part[]; env: Env; invoke: Invoke },
): Source[] {
  return functions.flatMap((it) => {
    if (it.pragma === 'queues' && parts.includes('queues')) {
      const url = env[`QUEUE_${it.name.toUpperCase().replaceAll('-', '_')}`]
      return url ? [toQueue(it, url, invoke)] : []
    }
    if (it.pragma === 'events' && parts.includes('events')) {
      const url = env[subscriberVariable(it.name)]
      return url ? [toSubscriber(it, url, invoke)] : []
    }
    return []
  })
}

function toQueue(lambda: ServedFunction, url: string, invoke: Invoke): Source {
  const { pragma, name, fifo, batchSize, batchWindow } = lambda
  const place = toPlace(url)
  return {
    label: `queue ${name}`,
    url,
    // As in Lambda: of a FIFO queue no more than it hands out at once, and without waiting.
    batchSize: fifo ? Math.min(batchSize ?? 10, 10) : (batchSize ?? 10),
    batchWindow: fifo ? 0 : (batchWindow ?? 0),
    async work(batch) {
      const payload = toSqsEvent(batch, place.queue, place)
      const answer = await invoke({ pragma, name, payload })
      return [...findFailures(batch, answer).keys()]
    },
  }
}

function toSubscriber({ pragma, name, topic = name }: ServedFunction, url: string, invoke: Invoke) {
  return {
    label: `event ${topic}, ${name}`,
    url,
    batchSize: 10,
    batchWindow: 0,
    // SNS hands a function one record at a time.
    async work(batch: Message[]) {
      const done = await Promise.allSettled(
        batch.map(async (message) => {
          const { TopicArn } = JSON.parse(message.Body) as { TopicArn: string }
          const payload = toSnsEvent(message, { topic: TopicArn, subscriber: name })
          await invoke({ pragma, name, payload })
        }),
      )
      return batch.filter((_, index) => done[index]!.status === 'rejected')
    },
  }
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/orders` */
function toPlace(url: string): { queue: string; arn: string; region: string } {
  const { hostname, pathname } = new URL(url)
  const [, account = '', queue = ''] = pathname.split('/')
  const region = /^sqs\.([\w-]+)\./.exec(hostname)?.[1] ?? process.env['AWS_REGION'] ?? 'us-east-1'
  return { queue, arn: `arn:aws:sqs:${region}:${account}:${queue}`, region }
}
