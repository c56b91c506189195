/**
 * SNS and SQS for the tests of one file, over their real protocols, on a free loopback port.
 *
 * @module
 */
import { buildApp } from 'fauxqs'
import { afterAll, beforeAll } from 'vitest'
import { requestAws } from '../aws.ts'

export interface Fauxqs {
  /** Makes a topic, and a queue that hears it. Sets `TOPIC_<NAME>`. */
  createTopic: (name: string) => Promise<void>
  /** Sets `QUEUE_<NAME>`. */
  createQueue: (name: string, attributes?: Record<string, string>) => Promise<void>
  /** The bodies of what is in a queue, which is empty afterwards. */
  receive: (queue: string) => Promise<Received[]>
}

export interface Received {
  Body: string
  Attributes: Record<string, string>
}

const variable = (kind: string, name: string) =>
  `${kind}_${name.replace('.fifo', '').toUpperCase().replaceAll('-', '_')}`

export function useFauxqs(): Fauxqs {
  const app = buildApp({ logger: false, defaultRegion: 'us-west-2' })

  beforeAll(async () => {
    process.env['AWS_REGION'] = 'us-west-2'
    const endpoint = await app.listen({ port: 0, host: '127.0.0.1' })
    process.env['AWS_ENDPOINT_URL_SNS'] = endpoint
    process.env['AWS_ENDPOINT_URL_SQS'] = endpoint
  })
  afterAll(async () => {
    app.server.closeAllConnections()
    await app.close()
  })

  const fauxqs: Fauxqs = {
    async createTopic(name) {
      await fauxqs.createQueue(`${name}-queue`)
      const { CreateTopicResult } = await sns({ Action: 'CreateTopic', Name: name })
      const { TopicArn } = CreateTopicResult as { TopicArn: string }
      const Endpoint = `arn:aws:sqs:us-west-2:000000000000:${name}-queue`
      await sns({ Action: 'Subscribe', TopicArn, Protocol: 'sqs', Endpoint })
      process.env[variable('TOPIC', name)] = TopicArn
    },
    async createQueue(name, attributes = {}) {
      const { QueueUrl } = await sqs('CreateQueue', { QueueName: name, Attributes: attributes })
      process.env[variable('QUEUE', name)] = QueueUrl as string
    },
    async receive(queue) {
      const QueueUrl = process.env[variable('QUEUE', queue)]!
      const all: Received[] = []
      for (;;) {
        const { Messages = [] } = await sqs('ReceiveMessage', {
          QueueUrl,
          MaxNumberOfMessages: 10,
          AttributeNames: ['All'],
        })
        if ((Messages as Received[]).length === 0) return all
        for (const message of Messages as (Received & { ReceiptHandle: string })[]) {
          all.push(message)
          await sqs('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle })
        }
      }
    },
  }
  return fauxqs
}

async function sns(parameters: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await requestAws('sns', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  })
  return answer as Record<string, unknown>
}

async function sqs(action: string, body: object): Promise<Record<string, unknown>> {
  const answer = await requestAws('sqs', {
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
    },
    body: JSON.stringify(body),
  })
  return (answer ?? {}) as Record<string, unknown>
}
