/**
 * fauxqs, which speaks the protocols of SNS and SQS, bound to loopback and driven over the same
 * protocols.
 *
 * @module
 */
import { buildApp } from 'fauxqs'
import { local } from '../../plugin/names.ts'

/** A message as SQS hands it out. */
export interface Message {
  MessageId: string
  ReceiptHandle: string
  MD5OfBody: string
  Body: string
  Attributes: Record<string, string>
  MessageAttributes?: Record<string, MessageAttribute>
}

interface MessageAttribute {
  DataType: string
  StringValue?: string
  BinaryValue?: string
}

/** How full a queue is. */
export interface QueueCount {
  name: string
  ready: number
  inFlight: number
  delayed: number
}

export type Engine = Awaited<ReturnType<typeof startEngine>>

const ours = 'x-plugboard-internal'

export async function startEngine(port: number) {
  const app = buildApp({ logger: false, defaultRegion: local.region })
  let listener: (() => void) | undefined

  app.addHook('onRequest', (request, reply, done) => {
    // A page in the developer's browser could post here; the AWS clients never send an origin.
    if (request.headers.origin) void reply.status(403).send('Not for browsers')
    else done()
  })
  app.addHook('onResponse', (request, _reply, done) => {
    if (!request.headers[ours]) listener?.()
    done()
  })
  // fauxqs' own start function listens on every interface.
  await app.listen({ port, host: '127.0.0.1' })
  // The sandbox keeps the process alive, not its delivery.
  app.server.unref()

  const address = app.server.address()
  const actual = typeof address === 'object' && address ? address.port : port
  const urlOf = (queue: string) => `http://127.0.0.1:${actual}/${local.account}/${queue}`

  async function sqs<T>(action: string, body: object): Promise<T> {
    const response = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        [ours]: '1',
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
      },
      payload: JSON.stringify(body),
    })
    if (response.statusCode >= 400) throw new Error(`SQS ${action}: ${response.body}`)
    return (response.body ? response.json() : {}) as T
  }

  async function sns(parameters: Record<string, string>): Promise<void> {
    const response = await app.inject({
      method: 'POST',
      url: '/',
      headers: { [ours]: '1', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(parameters).toString(),
    })
    if (response.statusCode >= 400) throw new Error(`SNS: ${response.body}`)
  }

  async function createOnce(QueueName: string, Attributes: Record<string, string>): Promise<void> {
    const existing = (await listQueues()).some(({ name }) => name === QueueName)
    if (!existing) await sqs('CreateQueue', { QueueName, Attributes })
  }

  async function listQueues(): Promise<QueueCount[]> {
    const response = await app.inject({ url: '/_fauxqs/queues', headers: { [ours]: '1' } })
    const queues: Record<string, string & number>[] = response.json()
    return queues.map((queue) => ({
      name: queue['name']!,
      ready: queue['approximateMessageCount']!,
      inFlight: queue['approximateInflightCount']!,
      delayed: queue['approximateDelayedCount']!,
    }))
  }

  return {
    port: actual,
    endpoint: `http://127.0.0.1:${actual}`,
    listQueues,

    /** Sets who is told after each request from outside. */
    onMessage(listen: () => void) {
      listener = listen
    },

    createTopic: (Name: string) => sns({ Action: 'CreateTopic', Name }),

    subscribe: (topic: string, queue: string) =>
      sns({
        Action: 'Subscribe',
        TopicArn: local.topic(topic),
        Protocol: 'sqs',
        Endpoint: arnOf(queue),
      }),

    /** Makes the queue and its dead-letter queue, unless they are there. */
    async createQueue({ queue, fifo }: { queue: string; fifo: boolean }, attempts: number) {
      const kind: Record<string, string> = fifo ? { FifoQueue: 'true' } : {}
      const redrive = { deadLetterTargetArn: arnOf(deadOf(queue)), maxReceiveCount: attempts }
      await createOnce(deadOf(queue), kind)
      await createOnce(queue, {
        ...kind,
        // Longer than any function may run, plus the longest batch window.
        VisibilityTimeout: '1200',
        RedrivePolicy: JSON.stringify(redrive),
      })
    },

    async countDead(name: string): Promise<number> {
      const names = [deadOf(name), deadOf(`${name}.fifo`)]
      const isOf = (queue: string) => names.includes(queue) || queue.endsWith(`--${deadOf(name)}`)
      const queues = await listQueues()
      return queues.filter((it) => isOf(it.name)).reduce((sum, it) => sum + it.ready, 0)
    },

    async receive(queue: string, max: number): Promise<Message[]> {
      const { Messages = [] } = await sqs<{ Messages?: Message[] }>('ReceiveMessage', {
        QueueUrl: urlOf(queue),
        MaxNumberOfMessages: Math.min(max, 10),
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      })
      return Messages
    },

    async remove(queue: string, { ReceiptHandle }: Message): Promise<void> {
      await sqs('DeleteMessage', { QueueUrl: urlOf(queue), ReceiptHandle })
    },

    /** Hands the message out again after some seconds. */
    async release(queue: string, { ReceiptHandle }: Message, seconds: number): Promise<void> {
      const QueueUrl = urlOf(queue)
      await sqs('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: seconds })
    },

    stop: () => app.close(),
  }
}

/** The dead-letter queue of a queue. */
export function deadOf(queue: string): string {
  return queue.endsWith('.fifo') ? `${queue.slice(0, -5)}-dead.fifo` : `${queue}-dead`
}

/** A local queue's ARN. */
export function arnOf(queue: string): string {
  return `arn:aws:sqs:${local.region}:${local.account}:${queue}`
}
