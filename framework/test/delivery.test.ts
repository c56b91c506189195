import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, it } from 'vitest'
import type { SNSEventRecord, SQSRecord } from 'aws-lambda'
import {
  createDelivery,
  replaceArcEvents,
  type Delivery,
  type DeliveryOptions,
} from '../local/delivery.ts'
import { startArcEvents } from '../local/delivery/arc-events.ts'
import { local } from '../plugin/names.ts'
import { findFreePorts } from '../testing/free-ports.ts'

describe('delivery', () => {
  let delivery: Delivery
  let lines: string[] = []
  let calls: { name: string; payload: { Records: (SNSEventRecord & SQSRecord)[] } }[] = []
  afterEach(() => delivery.stop())

  async function start(
    options: Partial<DeliveryOptions>,
    answer: (call: number) => unknown = () => {},
  ) {
    lines = []
    calls = []
    delivery = await createDelivery({
      port: 0,
      topics: [],
      queues: [],
      backoff: 0.05,
      log: (line) => lines.push(line),
      async invoke({ name, payload }) {
        calls.push({ name, payload: payload as never })
        return answer(calls.length)
      },
      ...options,
    })
    const send = (queue: string, MessageBody: string, more: object = {}) => {
      const QueueUrl = local.queue(delivery.port, queue)
      return post(JSON.stringify({ QueueUrl, MessageBody, ...more }), {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessage',
      })
    }
    return { send }
  }

  async function post(body: string | URLSearchParams, headers = {}): Promise<void> {
    const response = await fetch(delivery.endpoint, { method: 'POST', headers, body })
    assert.equal(response.status, 200, await response.text())
  }

  const publish = (topic: string, Message: string) =>
    post(new URLSearchParams({ Action: 'Publish', TopicArn: local.topic(topic), Message }))

  const topics = [{ name: 'order-placed', subscribers: ['order-placed', 'mail-on-order-placed'] }]
  const bodies = () => calls.map((it) => it.payload.Records.map(({ body }) => body))

  it('hands an event to each subscriber as SNS does', async () => {
    await start({ topics })

    await publish('order-placed', '{"id":1}')
    await delivery.settle()

    assert.deepEqual(calls.map(({ name }) => name).sort(), ['mail-on-order-placed', 'order-placed'])
    const [record] = calls[0]!.payload.Records
    assert.equal(record?.EventSource, 'aws:sns')
    assert.equal(record?.Sns.Message, '{"id":1}')
    assert.equal(record?.Sns.TopicArn, local.topic('order-placed'))
    assert.ok(record?.Sns.MessageId)
    const subscriptions = calls.map((it) => it.payload.Records[0]?.EventSubscriptionArn)
    assert.equal(new Set(subscriptions).size, 2)
  })

  it('hands a batch to the function of a queue as SQS does', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs', batchSize: 25, batchWindow: 60 }] })

    for (let index = 0; index < 12; index++) await send('thumbs', `picture ${index}`)
    await delivery.settle()

    assert.equal(calls.length, 1)
    const { Records } = calls[0]!.payload
    assert.equal(Records.length, 12)
    assert.equal(Records[0]?.eventSourceARN, `arn:aws:sqs:${local.region}:${local.account}:thumbs`)
    assert.equal(Records[0]?.attributes.ApproximateReceiveCount, '1')
    assert.deepEqual(Records[0]?.messageAttributes, {})
  })

  it('tries again what a function failed at, and loses nothing', async () => {
    await start({ topics: [{ name: 'paid', subscribers: ['paid'] }] }, (call) => {
      if (call === 1) throw new Error('The database is away')
    })

    await publish('paid', '{}')
    await delivery.settle()

    assert.equal(calls.length, 2)
    const [first, second] = calls.map((it) => it.payload.Records[0]?.Sns.MessageId)
    assert.equal(first, second)
    assert.match(lines.join('\n'), /event paid: attempt 1 of 3 failed.*The database is away/)
  })

  it('sets aside what keeps failing, with a line that says where', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs' }] }, () => {
      throw new Error('No')
    })

    await send('thumbs', 'x')
    await delivery.settle()

    assert.equal(calls.length, 3)
    assert.equal(await delivery.countDead('thumbs'), 1)
    assert.match(lines.at(-1)!, /queue thumbs: attempt 3 of 3 failed, kept in .* thumbs-dead\. No/)
  })

  it('tries again only the messages that a batch names as failed', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs', batchWindow: 60 }] }, (call) => {
      const bad = calls[0]!.payload.Records.find(({ body }) => body === 'bad')
      return { batchItemFailures: call === 1 ? [{ itemIdentifier: bad?.messageId }] : [] }
    })

    await send('thumbs', 'good')
    await send('thumbs', 'bad')
    await delivery.settle()

    assert.deepEqual(bodies(), [['good', 'bad'], ['bad']])
  })

  it('takes an answer that names an unknown message for a failure of the whole batch', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs' }] }, (call) => ({
      batchItemFailures: call === 1 ? [{ itemIdentifier: 'nobody' }] : [],
    }))

    await send('thumbs', 'x')
    await delivery.settle()

    assert.deepEqual(bodies(), [['x'], ['x']])
  })

  it('keeps the order of a FIFO group past a failure', async () => {
    const { send } = await start({ queues: [{ name: 'ledger', fifo: true }] }, (call) => {
      if (call === 1) throw new Error('Once')
    })

    for (const body of ['1', '2', '3']) {
      await send('ledger.fifo', body, { MessageGroupId: 'a', MessageDeduplicationId: body })
    }
    await delivery.settle()

    assert.deepEqual(bodies().flat(), ['1', '1', '2', '3'])
  })

  it('takes several messages of a FIFO group at once, in order also when they come back', async () => {
    const { send } = await start({ queues: [{ name: 'ledger', fifo: true }] })
    await delivery.pause()

    for (const body of ['1', '2', '3', '4'])
      await send('ledger.fifo', body, { MessageGroupId: 'a' })
    await send('ledger.fifo', '4', { MessageGroupId: 'a' })
    await send('ledger.fifo', 'b', { MessageGroupId: 'b' })
    await delivery.resume({
      topics: [],
      queues: [{ name: 'ledger', fifo: true, batchSize: 4 }],
      async invoke({ name, payload }) {
        calls.push({ name, payload: payload as never })
        const [, second, third] = calls[0]!.payload.Records
        const failed = calls.length === 1 ? [third, second] : []
        return { batchItemFailures: failed.map((it) => ({ itemIdentifier: it?.messageId })) }
      },
    })
    await delivery.settle()

    assert.deepEqual(bodies()[0], ['1', '2', '3', '4'])
    assert.deepEqual(
      bodies()
        .flat()
        .slice(4)
        .filter((it) => it !== 'b'),
      ['2', '3'],
    )
    assert.equal(
      bodies()
        .flat()
        .filter((it) => it === 'b').length,
      1,
    )
    const { attributes } = calls[0]!.payload.Records[0]!
    assert.equal(attributes.MessageGroupId, 'a')
    assert.ok(attributes.MessageDeduplicationId)
    assert.ok(
      Number(attributes.SentTimestamp) <= Number(attributes.ApproximateFirstReceiveTimestamp),
    )
  })

  it('keeps why a message died, and tries one again when told', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs', batchSize: 1 }] }, () => {
      if (calls.length <= 6) throw new Error(`No ${calls.at(-1)!.payload.Records[0]?.body}`)
    })
    await send('thumbs', 'x')
    await send('thumbs', 'y')
    await delivery.settle()

    const letters = delivery.listDead('thumbs')
    const y = letters.find(({ body }) => body === 'y')!
    assert.equal(delivery.redrive('thumbs', y.id), 1)
    await delivery.settle()

    assert.deepEqual(letters.map(({ reason }) => reason).toSorted(), ['No x', 'No y'])
    assert.deepEqual(
      letters.map(({ attempts, queue }) => [attempts, queue]),
      [
        [3, 'thumbs-dead'],
        [3, 'thumbs-dead'],
      ],
    )
    assert.deepEqual(
      delivery.listDead().map(({ body }) => body),
      ['x'],
    )
    assert.equal(calls.at(-1)!.payload.Records[0]?.attributes.ApproximateReceiveCount, '1')
  })

  it('keeps the reason that a function gives for one message of a batch', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs' }] }, () => ({
      batchItemFailures: calls.at(-1)!.payload.Records.map(({ messageId }) => ({
        itemIdentifier: messageId,
        reason: 'No such picture',
      })),
    }))

    await send('thumbs', 'x')
    await delivery.settle()

    assert.deepEqual(
      delivery.listDead('thumbs').map(({ reason }) => reason),
      ['No such picture'],
    )
  })

  it('hands message attributes over with their digest', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs' }] })

    const kind = { DataType: 'String', StringValue: 'png' }
    await send('thumbs', 'x', { MessageAttributes: { kind } })
    await delivery.settle()

    const [record] = calls[0]!.payload.Records
    assert.equal(record?.messageAttributes['kind']?.stringValue, 'png')
    assert.match(record?.md5OfMessageAttributes ?? '', /^[0-9a-f]{32}$/)
  })

  it('takes what @architect/functions publishes', async () => {
    await start(
      { topics, queues: [{ name: 'thumbs' }, { name: 'ledger', fifo: true }] },
      (call) => {
        if (call === 1) throw new Error('Once')
      },
    )
    const server = await startArcEvents(delivery, { port: 0 })
    const { port } = server.address() as AddressInfo
    const tell = (path: string, body: string, headers = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers })
    const publishArc = (path: string, name: string, more = {}) =>
      tell(path, JSON.stringify({ name, payload: { id: 7 }, ...more }))

    const answers = [
      await publishArc('/queues', 'thumbs'),
      await publishArc('/queues', 'ledger', { groupID: 'g' }),
      await publishArc('/events', 'order-placed'),
      await publishArc('/events', 'nobody'),
      await publishArc('/queues', 'nobody'),
      await tell('/queues', '{'),
      await tell('/events', '{}', { origin: 'https://elsewhere.test' }),
    ]
    await delivery.settle()
    server.close()

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 404, 404, 400, 403],
    )
    const records = calls.flatMap(({ payload }) => payload.Records)
    assert.equal(records.filter(({ body }) => body === '{"id":7}').length, 3)
    assert.equal(records.filter(({ Sns }) => Sns?.Message === '{"id":7}').length, 2)
    const ledger = records.find(({ eventSourceARN }) => eventSourceARN?.endsWith('ledger.fifo'))
    assert.equal(ledger?.attributes.MessageGroupId, 'g')
  })

  it('takes the place of the event bus of the sandbox', async () => {
    await start({ topics })
    const port = await findFreePorts(1)
    replaceArcEvents(delivery)
    const bus = createRequire(import.meta.url)('@architect/sandbox/src/events')
    await promisify(bus.start)({ ports: { events: port } })

    const body = JSON.stringify({ name: 'order-placed', payload: {} })
    const response = await fetch(`http://127.0.0.1:${port}/events`, { method: 'POST', body })
    await delivery.settle()
    await promisify(bus.end)()

    assert.equal(await response.text(), 'ok')
    assert.equal(calls.length, 2)
  })

  it('hides a message from others for as long as who receives it asks', async () => {
    await start({ queues: [{ name: 'thumbs' }] })
    await delivery.pause()
    await delivery.send('thumbs', 'x')
    const receive = async () => {
      const QueueUrl = local.queue(delivery.port, 'thumbs')
      const response = await fetch(delivery.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'AmazonSQS.ReceiveMessage',
        },
        body: JSON.stringify({ QueueUrl, VisibilityTimeout: 1 }),
      })
      const { Messages = [] } = (await response.json()) as { Messages?: object[] }
      return Messages.length
    }

    assert.equal(await receive(), 1)
    assert.equal(await receive(), 0)
    await new Promise((resolve) => setTimeout(resolve, 1050))
    assert.equal(await receive(), 1)
  })

  it('holds messages back while the sandbox restarts', async () => {
    await start({ topics })
    const seen: string[] = []

    await delivery.pause()
    await publish('order-placed', '{}')
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.deepEqual(calls, [])
    await delivery.resume({ topics, queues: [], invoke: async ({ name }) => seen.push(name) })
    await delivery.settle()

    assert.deepEqual(seen.sort(), ['mail-on-order-placed', 'order-placed'])
  })

  it('delivers delayed messages when they are due', async () => {
    const { send } = await start({ queues: [{ name: 'thumbs' }] })

    await send('thumbs', 'later', { DelaySeconds: 1 })
    await delivery.settle()
    assert.deepEqual(calls, [])
    await new Promise((resolve) => setTimeout(resolve, 1300))

    assert.deepEqual(bodies(), [['later']])
  })

  it('refuses browsers', async () => {
    await start({})

    const response = await fetch(delivery.endpoint, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.test' },
      body: new URLSearchParams({ Action: 'ListTopics' }),
    })

    assert.equal(response.status, 403)
  })
})
