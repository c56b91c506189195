import assert from 'node:assert/strict'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import type { S3Event, SQSRecord } from 'aws-lambda'
import { clock, installClock, uninstallClock } from '../local/clock.ts'
import { createDelivery, type Delivery } from '../local/delivery.ts'
import type { Notify } from '../local/storage/types.ts'
import { Bucket, postForm, useStorage } from './use-storage.ts'

describe('a queue', () => {
  const { send, signForm, storage, sent } = useStorage()
  const notifying = (notify: Notify | undefined, more: object = {}) =>
    storage().prepare({
      buckets: [{ name: 'covers', physicalName: Bucket, cors: [], notify, ...more }],
    })
  beforeEach(async () => {
    await notifying({ created: 'made', removed: 'gone', prefix: 'in/', suffix: '.jpg' })
    sent.length = 0
  })

  const events = () =>
    sent.flatMap(({ queue, body }) =>
      ((body as unknown as S3Event).Records ?? []).map((record) => ({ queue, ...record })),
    )
  const told = () =>
    events().map(({ queue, eventName, s3 }) => [queue, eventName, s3.object.key].join(' '))

  it('hears of an object as S3 tells it', async () => {
    const { ETag } = await send('PutObject', { Key: 'in/ä b+c.jpg', Body: 'hello' })

    const [{ queue, ...record }] = events() as [ReturnType<typeof events>[number]]
    assert.equal(queue, 'made')
    assert.deepEqual(
      { ...record, eventTime: 'now', responseElements: 'ids' },
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-west-2',
        eventTime: 'now',
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: 'AWS:000000000000' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: 'ids',
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'covers-created',
          bucket: {
            name: Bucket,
            ownerIdentity: { principalId: '000000000000' },
            arn: `arn:aws:s3:::${Bucket}`,
          },
          object: {
            key: 'in/%C3%A4+b%2Bc.jpg',
            size: 5,
            eTag: ETag.replaceAll('"', ''),
            sequencer: record.s3.object.sequencer,
          },
        },
      },
    )
    assert.match(record.s3.object.sequencer, /^[0-9A-F]{18}$/)
    assert.deepEqual(Object.keys(record.responseElements), ['x-amz-request-id', 'x-amz-id-2'])
  })

  it('hears how it came to be, and that it is gone', async () => {
    await send('PutObject', { Key: 'in/1.jpg', Body: 'x' })
    await send('CopyObject', { Key: 'in/2.jpg', CopySource: `${Bucket}/in/1.jpg` })
    const { url, fields } = await signForm({ Key: 'in/3.jpg' })
    await postForm(url, fields)
    const upload = { Key: 'in/4.jpg', UploadId: '' }
    upload.UploadId = (await send('CreateMultipartUpload', { Key: upload.Key })).UploadId
    const { ETag } = await send('UploadPart', { ...upload, PartNumber: 1, Body: 'x' })
    const Parts = [{ PartNumber: 1, ETag }]
    await send('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts } })
    await send('DeleteObject', { Key: 'in/1.jpg' })
    await send('DeleteObjects', { Delete: { Objects: [{ Key: 'in/2.jpg' }] } })
    await storage().put('covers', 'in/5.jpg', Buffer.from('x'))
    await storage().remove('covers', 'in/5.jpg')

    assert.deepEqual(told(), [
      'made ObjectCreated:Put in/1.jpg',
      'made ObjectCreated:Copy in/2.jpg',
      'made ObjectCreated:Post in/3.jpg',
      'made ObjectCreated:CompleteMultipartUpload in/4.jpg',
      'gone ObjectRemoved:Delete in/1.jpg',
      'gone ObjectRemoved:Delete in/2.jpg',
      'made ObjectCreated:Put in/5.jpg',
      'gone ObjectRemoved:Delete in/5.jpg',
    ])
    const order = events().map(({ s3 }) => s3.object.sequencer)
    assert.deepEqual(order, order.toSorted())
    const removed = events().find(({ queue }) => queue === 'gone')!.s3.object
    assert.deepEqual(Object.keys(removed), ['key', 'sequencer'])
  })

  it('hears of no other key, of nothing that did not happen, and of no failure', async () => {
    await send('PutObject', { Key: 'out/1.jpg', Body: 'x' })
    await send('PutObject', { Key: 'in/1.png', Body: 'x' })
    await send('DeleteObject', { Key: 'in/none.jpg' })
    await send('PutObject', { Key: 'in/x.jpg', Body: 'x', ChecksumCRC32: 'AAAAAA==' }).catch(
      () => {},
    )

    assert.deepEqual(told(), [])
  })

  it('is told once that it will be', async () => {
    await notifying({ created: 'made', removed: 'other' })
    await notifying({ created: 'made', removed: 'other' })

    const tests = sent.map(({ queue, body }) => [queue, body['Event'], body['Bucket']])
    assert.deepEqual(tests, [['other', 's3:TestEvent', Bucket]])
  })
})

describe('objects whose days are over', () => {
  const { send, storage, sent } = useStorage({
    buckets: [
      {
        name: 'covers',
        physicalName: Bucket,
        cors: [],
        expireDays: 2,
        notify: { created: 'made', removed: 'gone' },
      },
    ],
  })
  beforeAll(() => installClock())
  afterAll(uninstallClock)
  const keys = async () => (await storage().list('covers')).objects.map(({ key }) => key)

  it('go at midnight, of which no queue hears', async () => {
    await send('PutObject', { Key: '1', Body: 'x' })
    const { UploadId } = await send('CreateMultipartUpload', { Key: '2' })
    sent.length = 0
    const midnight = new Date()
    midnight.setUTCHours(24, 0, 0, 0)
    const after = (days: number) => new Date(midnight.getTime() + days * 86_400_000)

    await clock.advance(after(1))
    const upload = await send('ListParts', { Key: '2', UploadId }).catch(({ name }: Error) => name)
    const before = await keys()
    await clock.advance(after(2))

    assert.equal(upload, 'NoSuchUpload')
    assert.deepEqual([before, await keys()], [['1'], []])
    assert.deepEqual(sent, [])
  })

  it('go after the clock was put back, too', async () => {
    await clock.advance({ days: 9 })
    await send('PutObject', { Key: '3', Body: 'x' })
    await clock.jump({ days: -9 })
    await send('PutObject', { Key: '4', Body: 'x' })

    await clock.advance({ days: 4 })

    assert.deepEqual(await keys(), ['3'])
  })
})

describe('a queue of the local cloud', () => {
  let delivery: Delivery
  let calls: SQSRecord[] = []
  let isFailing = false

  beforeAll(async () => {
    delivery = await createDelivery({
      port: 0,
      topics: [],
      queues: [{ name: 'thumbs' }],
      backoff: 0.01,
      async invoke({ payload }) {
        calls.push(...(payload as { Records: SQSRecord[] }).Records)
        if (isFailing) throw new Error('no memory')
      },
    })
  })
  afterAll(() => delivery.stop())
  const { storage, send } = useStorage({
    buckets: [{ name: 'covers', physicalName: Bucket, cors: [], notify: { created: 'thumbs' } }],
    send: (queue, body) => delivery.send(queue, body),
  })
  beforeEach(async () => {
    await delivery.settle()
    calls = []
    isFailing = false
  })

  it('hands the event to its function', async () => {
    await send('PutObject', { Key: 'a.jpg', Body: 'hello' })
    await delivery.settle()

    const { Records } = JSON.parse(calls[0]!.body) as S3Event
    assert.equal(calls.length, 1)
    assert.equal(Records[0]!.s3.object.key, 'a.jpg')
  })

  it('tries again, and keeps what keeps failing as a dead letter', async () => {
    isFailing = true
    await storage().put('covers', 'b.jpg', Buffer.from('x'))
    await delivery.settle()

    const [letter] = delivery.listDead('thumbs')
    assert.equal(calls.length, 3)
    assert.equal(letter?.reason, 'no memory')
    isFailing = false
    delivery.redrive('thumbs')
    await delivery.settle()
    assert.equal(calls.length, 4)
  })
})

describe('a queue that cannot be told', () => {
  const answers: (string | undefined)[] = []
  const heard: string[] = []
  const { storage, lines } = useStorage({
    buckets: [
      { name: 'covers', physicalName: Bucket, cors: [], notify: { created: 'a', removed: 'b' } },
    ],
    async send(queue, body) {
      const problem = queue === 'a' ? answers.shift() : undefined
      if (problem) return problem
      const { Records } = JSON.parse(body) as Partial<S3Event>
      if (Records) heard.push(`${queue} ${Records[0]!.s3.object.key}`)
      return undefined
    },
  })

  it('is told later, in order, and keeps no other waiting', async () => {
    answers.push('closed', 'closed', 'closed')

    await storage().put('covers', '1', Buffer.from('x'))
    await storage().put('covers', '2', Buffer.from('x'))
    await storage().remove('covers', '1')
    const first = [...heard]
    const deadline = Date.now() + 5000
    while (heard.length < 3 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }

    assert.deepEqual(first, ['b 1'])
    assert.deepEqual(heard, ['b 1', 'a 1', 'a 2'])
    assert.equal(
      lines.filter((line) => line.includes('the queue a could not be told yet: closed')).length,
      1,
    )
  })
})
