import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, it } from 'vitest'
import { requestAws } from '../../aws.ts'
import { useFauxqs } from '../../test/use-fauxqs.ts'
import { useLog } from '../../test/use-log.ts'
import type { Invoke } from '../functions.ts'
import type { ServedFunction } from '../manifest.ts'
import { startConsumer, type Consumer } from '../queues/consumer.ts'
import { listSources } from '../queues/sources.ts'

interface Batch {
  Records: { messageId: string; body: string; eventSourceARN: string; Sns?: { Message: string } }[]
}

const base = { pragma: 'queues', file: '', logicalId: '', memory: 128, timeout: 1 } as const

describe('a queue', () => {
  const lines = useLog()
  const fauxqs = useFauxqs()
  const running: Consumer[] = []
  let count = 0
  // All at once: each waits for its last poll.
  afterAll(async () => {
    await Promise.all(running.map((it) => it.stop()))
  })

  /** A queue of its own, worked off by `work`; what failed comes again after a second. */
  async function start(
    work: (batch: Batch) => unknown,
    { batches = 5, ...lambda }: Partial<ServedFunction> & { batches?: number } = {},
  ) {
    const name = `jobs-${++count}${lambda.fifo ? '.fifo' : ''}`
    await fauxqs.createQueue(name, {
      VisibilityTimeout: '1',
      ...(lambda.fifo && { FifoQueue: 'true', ContentBasedDeduplication: 'true' }),
    })
    const invoke: Invoke = async ({ payload }) => work(payload as Batch)
    const functions = [{ ...base, ...lambda, name: name.replace('.fifo', '') }]
    const options = { parts: ['queues' as const], env: process.env, invoke }
    const [source] = listSources(functions, options)
    const consumer = startConsumer(source!, { batches, poll: 1 })
    running.push(consumer)
    const post = (bodies: string[], group?: string) => send(source!.url, bodies, group)
    return { name, consumer, send: post }
  }

  it('is worked off as messages come, without a wait', async () => {
    const seen = collector()
    const { send } = await start(({ Records }) => seen.add(...Records.map(({ body }) => body)))
    await wait(100)
    const began = performance.now()

    await send(['a'])

    await seen.reaches(1)
    assert.ok(performance.now() - began < 1000)
  })

  it('hands out records as Lambda does', async () => {
    const seen = collector<Batch['Records'][0]>()
    const { name, send } = await start(({ Records }) => seen.add(...Records))

    await send(['a'])

    const [record] = await seen.reaches(1)
    assert.equal(record!.eventSourceARN, `arn:aws:sqs:us-west-2:000000000000:${name}`)
    const attributes = (record as unknown as { attributes: Record<string, string> }).attributes
    assert.equal(attributes['ApproximateReceiveCount'], '1')
  })

  it('keeps the messages that failed, and only those', async () => {
    const seen = collector()
    const failed = new Set<string>()
    const { send } = await start(({ Records }) => {
      const bad = Records.filter(({ body }) => body === 'b' && !failed.has(body))
      for (const { body } of bad) failed.add(body)
      seen.add(...Records.map(({ body }) => body))
      return { batchItemFailures: bad.map((it) => ({ itemIdentifier: it.messageId })) }
    })

    await send(['a', 'b', 'c'])

    assert.deepEqual((await seen.reaches(4)).toSorted(), ['a', 'b', 'b', 'c'])
  })

  it('keeps all messages of a batch whose function fails, and says so', async () => {
    let times = 0
    const seen = collector()
    const { send } = await start(({ Records }) => {
      if (++times === 1) throw new Error('The bank is closed')
      seen.add(...Records.map(({ body }) => body))
    })

    await send(['a', 'b'])

    assert.deepEqual((await seen.reaches(2)).toSorted(), ['a', 'b'])
    assert.ok(lines.some((line) => JSON.stringify(line).includes('The bank is closed')))
  })

  it('fills batches that are larger than SQS hands out at once', async () => {
    const sizes: number[] = []
    const seen = collector()
    const { send } = await start(
      ({ Records }) => {
        sizes.push(Records.length)
        seen.add(...Records.map(({ body }) => body))
      },
      { batchSize: 25, batchWindow: 5 },
    )

    for (let start = 0; start < 25; start += 5) {
      await send([0, 1, 2, 3, 4].map((index) => `${start + index}`))
    }

    await seen.reaches(25)
    assert.deepEqual(sizes, [25])
  })

  it('is worked off in order where it is FIFO, group by group', async () => {
    const seen = collector()
    const { send } = await start(({ Records }) => seen.add(...Records.map(({ body }) => body)), {
      fifo: true,
    })

    await send(['a1', 'a2', 'a3'], 'a')
    await send(['a4', 'a5'], 'a')

    assert.deepEqual(await seen.reaches(5), ['a1', 'a2', 'a3', 'a4', 'a5'])
  })

  it('has no more batches at a time than it may', async () => {
    let [now, most] = [0, 0]
    const seen = collector()
    const { send } = await start(
      async ({ Records }) => {
        most = Math.max(most, ++now)
        await wait(20)
        now--
        seen.add(...Records.map(({ body }) => body))
      },
      { batchSize: 1, batches: 2 },
    )

    await send(['a', 'b', 'c', 'd', 'e', 'f'])

    await seen.reaches(6)
    assert.equal(most, 2)
  })

  it('is let go of at the end: what has begun ends, what has not is for others', async () => {
    const seen = collector()
    const begun = Promise.withResolvers<void>()
    const { name, consumer, send } = await start(
      async ({ Records }) => {
        begun.resolve()
        await wait(100)
        seen.add(...Records.map(({ body }) => body))
      },
      { batchSize: 1, batches: 1 },
    )
    await send(['a', 'b'])
    await begun.promise

    await consumer.stop()

    assert.equal(seen.all.length, 1)
    const left = await waitFor(() => fauxqs.receive(name.replace('.fifo', '')))
    assert.deepEqual([...seen.all, ...left.map(({ Body }) => Body)].toSorted(), ['a', 'b'])
  })
})

describe('a topic', () => {
  const fauxqs = useFauxqs()
  useLog()

  it('is heard through the queue behind a subscriber, a record at a time', async () => {
    await fauxqs.createTopic('published')
    const env = { SUBSCRIBER_FEED_ON_PUBLISHED: process.env['QUEUE_PUBLISHED_QUEUE']! }
    const seen = collector<Batch>()
    const invoke: Invoke = async ({ name, payload }) => {
      assert.equal(name, 'feed-on-published')
      seen.add(payload as Batch)
    }
    const lambda = { ...base, pragma: 'events' as const, name: 'feed-on-published' }
    const [source] = listSources([{ ...lambda, topic: 'published' }], {
      parts: ['events'],
      env,
      invoke,
    })
    const consumer = startConsumer(source!, { batches: 5, poll: 1 })

    for (const Message of ['one', 'two']) {
      const TopicArn = process.env['TOPIC_PUBLISHED']!
      await requestAws('sns', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ Action: 'Publish', TopicArn, Message }).toString(),
      })
    }

    const batches = await seen.reaches(2)
    await consumer.stop()
    assert.deepEqual(
      batches.map(({ Records }) => Records.map(({ Sns }) => Sns?.Message)).toSorted(),
      [['one'], ['two']],
    )
  })
})

async function send(url: string, bodies: string[], group?: string): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    ...(group && { MessageGroupId: group }),
  }))
  await requestAws('sqs', {
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessageBatch',
    },
    body: JSON.stringify({ QueueUrl: url, Entries }),
  })
}

/** What comes in, and a way to wait for so many of it. */
function collector<T = string>() {
  const all: T[] = []
  return {
    all,
    add: (...items: T[]) => void all.push(...items),
    reaches: (count: number) => waitFor(() => (all.length >= count ? all : undefined)),
  }
}

async function waitFor<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const found = await find()
    if (found && !(Array.isArray(found) && found.length === 0)) return found
    if (performance.now() > deadline) throw new Error('It did not come.')
    await wait(10)
  }
}
