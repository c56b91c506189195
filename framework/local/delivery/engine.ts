/**
 * fauxqs, which speaks the protocols of SNS and SQS, bound to loopback; what it holds is journaled
 * where there is a state folder.
 *
 * @module
 */
import { join } from 'node:path'
import { buildApp } from 'fauxqs'
import { local } from '../../plugin/names.ts'
import { createConsumer } from './consumer.ts'
import { listDead, redrive, type DeadLetter } from './dead-letters.ts'
import { openJournal } from './journal.ts'
import { limitBatches, queueLimit } from './limits.ts'
import { arnOf, deadOf } from './queue-names.ts'
import type { Source } from './sources.ts'
import { createStores, type Queue } from './stores.ts'

/** How full a queue is. */
export interface QueueCount {
  name: string
  ready: number
  inFlight: number
  delayed: number
}

export type Engine = Awaited<ReturnType<typeof startEngine>>

/** @throws Error when the port is taken, or the journal's file cannot be used. */
export async function startEngine(port: number, stateDir?: string) {
  const journal = stateDir ? openJournal(join(stateDir, 'delivery', 'messages.db')) : undefined
  const stores = await createStores(journal)
  const { sqsStore, snsStore } = stores
  const app = buildApp({ logger: false, defaultRegion: local.region, stores })
  let listener: (() => void) | undefined

  app.addHook('onRequest', (request, reply, done) => {
    // A page in the developer's browser could post here; the AWS clients never send an origin.
    if (request.headers.origin) void reply.status(403).send('Not for browsers')
    else done()
  })
  limitBatches(app)
  app.addHook('onSend', async () => journal?.commit())
  app.addHook('onResponse', (_request, _reply, done) => {
    listener?.()
    done()
  })
  // fauxqs' own start function listens on every interface.
  await app.listen({ port, host: '127.0.0.1' })
  // The sandbox keeps the process alive, not its delivery.
  app.server.unref()

  const address = app.server.address()
  const actual = typeof address === 'object' && address ? address.port : port

  function createOnce(name: string, attributes: Record<string, string>): void {
    if (sqsStore.getQueueByName(name)) return
    sqsStore.createQueue(name, local.queue(actual, name), arnOf(name), attributes)
  }

  const count = (queue: Queue, attribute: Parameters<Queue['getAttribute']>[0]) =>
    Number(queue.getAttribute(attribute))

  function listQueues(): QueueCount[] {
    return [...sqsStore.allQueues()].map((queue) => ({
      name: queue.name,
      ready: count(queue, 'ApproximateNumberOfMessages'),
      inFlight: count(queue, 'ApproximateNumberOfMessagesNotVisible'),
      delayed: count(queue, 'ApproximateNumberOfMessagesDelayed'),
    }))
  }

  // Our own sends take the same way as those from outside: checked, journaled, then answered.
  async function post(type: string, payload: string, target?: string): Promise<string | undefined> {
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': type, ...(target && { 'x-amz-target': target }) },
      payload,
    })
    return statusCode < 400 ? undefined : body
  }

  return {
    port: actual,
    endpoint: `http://127.0.0.1:${actual}`,
    listQueues,

    /** Sets who is told after each request. */
    onMessage(listen: () => void) {
      listener = listen
    },

    createTopic(name: string): void {
      snsStore.createTopic(name, undefined, undefined, local.region)
    },

    /** Publishes to a topic; answers what is wrong. */
    publish(topic: string, Message: string): Promise<string | undefined> {
      const parameters = { Action: 'Publish', TopicArn: local.topic(topic), Message }
      return post('application/x-www-form-urlencoded', new URLSearchParams(parameters).toString())
    },

    /** Sends to a queue, FIFO or not; answers what is wrong. */
    send(
      name: string,
      MessageBody: string,
      { delaySeconds, groupId }: { delaySeconds?: number; groupId?: string } = {},
    ): Promise<string | undefined> {
      const isFifo = Boolean(sqsStore.getQueueByName(`${name}.fifo`))
      const body = {
        QueueUrl: local.queue(actual, isFifo ? `${name}.fifo` : name),
        MessageBody,
        ...(isFifo && { MessageGroupId: groupId ?? name }),
        ...(delaySeconds && { DelaySeconds: delaySeconds }),
      }
      return post('application/x-amz-json-1.0', JSON.stringify(body), 'AmazonSQS.SendMessage')
    },

    /** Makes these the only subscriptions. */
    subscribe(wanted: readonly { topic?: string; queue: string }[]): void {
      const pairs = wanted.flatMap(({ topic, queue }) =>
        topic ? [[local.topic(topic), arnOf(queue)] as const] : [],
      )
      for (const { arn, topicArn, endpoint } of snsStore.subscriptions.values()) {
        const isWanted = pairs.some(([topic, queue]) => topic === topicArn && queue === endpoint)
        if (!isWanted && endpoint.includes(`:${topicArn.split(':').at(-1)}--`)) {
          snsStore.unsubscribe(arn)
        }
      }
      for (const [topic, queue] of pairs) snsStore.subscribe(topic, 'sqs', queue)
    },

    /** Makes the queue and its dead-letter queue, unless they are there. */
    createQueue(
      { queue, fifo, topic }: Pick<Source, 'queue' | 'fifo' | 'topic'>,
      attempts: number,
    ): void {
      // As Architect deploys them.
      const kind: Record<string, string> = fifo
        ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' }
        : {}
      const redrive = { deadLetterTargetArn: arnOf(deadOf(queue)), maxReceiveCount: attempts }
      createOnce(deadOf(queue), kind)
      createOnce(queue, {
        ...kind,
        // What SNS has taken is larger in its envelope.
        ...(!topic && queueLimit),
        // Longer than any function may run, plus the longest batch window.
        VisibilityTimeout: '1200',
        RedrivePolicy: JSON.stringify(redrive),
      })
    },

    ...createConsumer(sqsStore, journal),

    listDead: (name?: string): DeadLetter[] => listDead(sqsStore.allQueues(), name),

    /** Moves dead letters back to where they came from, as new messages; answers how many. */
    redrive(name: string, id?: string): number {
      const moved = redrive(sqsStore.allQueues(), name, id)
      journal?.commit()
      listener?.()
      return moved
    },

    async stop() {
      await app.close()
      journal?.close()
    },
  }
}
