import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import type { SNSEventRecord, SQSRecord } from 'aws-lambda'
import { startArcEvents } from '../local/delivery/arc-events.ts'
import { createDelivery, type Delivery } from '../local/delivery.ts'
import { refuseRequest } from '../local/invoke/limits.ts'
import { local } from '../plugin/names.ts'

const most = 'x'.repeat(262_144)
const half = 'x'.repeat(most.length / 2)

describe('the sizes of messages', () => {
  let delivery: Delivery
  let events: { Records: (SNSEventRecord & SQSRecord)[] }[] = []

  beforeAll(async () => {
    delivery = await createDelivery({
      port: 0,
      topics: [{ name: 'paid', subscribers: ['paid'] }],
      queues: [{ name: 'thumbs', batchSize: 100, batchWindow: 60 }],
      invoke: async ({ payload }) => events.push(payload as never),
    })
  })
  beforeEach(() => {
    events = []
  })
  afterAll(() => delivery.stop())

  async function post(headers: Record<string, string>, body: string | URLSearchParams) {
    const response = await fetch(delivery.endpoint, { method: 'POST', headers, body })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  const sns = (parameters: Record<string, string>) =>
    post({}, new URLSearchParams({ TopicArn: local.topic('paid'), ...parameters }))

  const sqs = (action: string, body: object) =>
    post(
      { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      JSON.stringify({ QueueUrl: local.queue(delivery.port, 'thumbs'), ...body }),
    )

  const publishTwo = (first: string, second: string) =>
    sns({
      Action: 'PublishBatch',
      'PublishBatchRequestEntries.member.1.Id': 'a',
      'PublishBatchRequestEntries.member.1.Message': first,
      'PublishBatchRequestEntries.member.2.Id': 'b',
      'PublishBatchRequestEntries.member.2.Message': second,
    })

  const sendTwo = (first: string, second: string) =>
    sqs('SendMessageBatch', {
      Entries: [
        { Id: 'a', MessageBody: first },
        { Id: 'b', MessageBody: second },
      ],
    })

  it('SNS takes 256 KB, and hands them on whole', async () => {
    const { status } = await sns({ Action: 'Publish', Message: most })
    await delivery.settle()

    assert.equal(status, 200)
    assert.equal(events[0]?.Records[0]?.Sns.Message, most)
  })

  it('SNS refuses more as InvalidParameter', async () => {
    const { status, text } = await sns({ Action: 'Publish', Message: `${most}x` })

    assert.equal(status, 400)
    assert.match(
      text,
      /<Code>InvalidParameter<\/Code>\s*<Message>Invalid parameter: Message too long/,
    )
  })

  it('SNS refuses a batch that is larger as BatchRequestTooLong', async () => {
    const fits = await publishTwo(half, half)
    const { status, text } = await publishTwo(half, `${half}x`)

    assert.equal(fits.status, 200)
    assert.equal(status, 400)
    assert.match(text, /<Code>BatchRequestTooLong<\/Code>/)
  })

  it('SQS takes 256 KB, and refuses more as InvalidParameterValue', async () => {
    const fits = await sqs('SendMessage', { MessageBody: most })
    const { status, text, headers } = await sqs('SendMessage', { MessageBody: `${most}x` })

    assert.equal(fits.status, 200)
    assert.equal(status, 400)
    assert.match(text, /#InvalidParameterValue".*must be shorter than 262144 bytes/)
    assert.match(headers.get('x-amzn-query-error') ?? '', /InvalidParameterValue;Sender/)
  })

  it('SQS refuses a batch that is larger as BatchRequestTooLong', async () => {
    const fits = await sendTwo(half, half)
    const { status, text, headers } = await sendTwo(half, `${half}é`)

    assert.equal(fits.status, 200)
    assert.equal(status, 400)
    assert.match(text, /#BatchRequestTooLong".*262144 bytes\. You have sent 262146 bytes/)
    assert.equal(
      headers.get('x-amzn-query-error'),
      'AWS.SimpleQueueService.BatchRequestTooLong;Sender',
    )
  })

  it('@architect/functions is told what is too large, and not that nothing is there', async () => {
    const server = await startArcEvents(delivery, { port: 0 })
    const { port } = server.address() as AddressInfo

    const response = await fetch(`http://127.0.0.1:${port}/events`, {
      method: 'POST',
      body: JSON.stringify({ name: 'paid', payload: most }),
    })
    server.close()

    assert.equal(response.status, 400)
    assert.match(await response.text(), /Message too long/)
  })

  it('Lambda gets batches that it takes, however their messages look as JSON', async () => {
    await delivery.settle()
    events = []
    // Twice as long once it is a string in JSON.
    const quotes = '"'.repeat(262_144)
    await Promise.all(Array.from({ length: 20 }, () => sqs('SendMessage', { MessageBody: quotes })))
    await delivery.settle()

    assert.equal(events.flatMap(({ Records }) => Records).length, 20)
    assert.deepEqual(
      events.map((event) => refuseRequest(JSON.stringify(event))),
      events.map(() => undefined),
    )
  })
})
