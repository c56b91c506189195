import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { SQSEvent } from 'aws-lambda'
import { beforeAll, describe, it, vi } from 'vitest'
import { requestId, withRequestId } from '../log.ts'
import { defineQueue, handleBatch, handleQueue, type Message } from '../queues.ts'
import { defineTable } from '../tables.ts'
import { z } from '../validate.ts'
import { useFauxqs } from './use-fauxqs.ts'
import { useLog } from './use-log.ts'
import { keysTable, useTables } from './use-tables.ts'

useTables({ ...keysTable, counters: { key: ['id'] } })
const fauxqs = useFauxqs()
const entries = useLog()

const schema = z.object({ slug: z.string() })
const counters = defineTable<{ id: string; count: number }>('counters', { key: ['id'] })
const plain = defineQueue('plain', { version: 1, schema })
const ordered = defineQueue('ordered', { version: 1, schema })
const delayed = defineQueue('delayed', { version: 1, schema })

beforeAll(async () => {
  await fauxqs.createQueue('plain')
  await fauxqs.createQueue('delayed')
  await fauxqs.createQueue('ordered.fifo', { FifoQueue: 'true' })
})

let number = 0
/** A queue that nobody has handled anything of. */
const fresh = () => defineQueue(`queue-${++number}`, { version: 1, schema })

interface Sent {
  slug: string
  id?: string
  key?: string
  group?: string
}

/** An event with these messages; in a FIFO queue if they have groups. */
const toEvent = (queue: { name: string }, messages: readonly Sent[]) => ({
  Records: messages.map(({ slug, id, key, group }, index) => ({
    messageId: `record-${index}`,
    body: JSON.stringify({
      specversion: '1.0',
      id: id ?? `${queue.name}-${index}`,
      type: queue.name,
      dataversion: 1,
      requestid: `request-${slug}`,
      ...(key && { key }),
      data: { slug },
    }),
    attributes: { SentTimestamp: '1795253400000', ...(group && { MessageGroupId: group }) },
    eventSourceARN: `arn:aws:sqs:us-east-1:123456789012:${queue.name}${group ? '.fifo' : ''}`,
  })),
})
const captured = async (name: string) =>
  JSON.parse(await readFile(`test/events/${name}.json`, 'utf8')) as SQSEvent
const viewed = defineQueue('article-viewed', { version: 1, schema })

/** Counts messages under the name of their queue. */
const count = (queue: { name: string }, messages: readonly Message<{ slug: string }>[]) => [
  counters.ops.update({ id: queue.name }, { add: { count: messages.length } }),
]
const countOf = async (queue: { name: string }) =>
  (await counters.get({ id: queue.name }))?.count ?? 0

const reasons = ({ batchItemFailures }: { batchItemFailures: { reason?: string }[] }) =>
  batchItemFailures.map(({ reason }) => reason)

const failed = ({ batchItemFailures }: { batchItemFailures: { itemIdentifier: string }[] }) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)

describe('sending', () => {
  it('puts a message into the queue, with the id of the request', async () => {
    const { id } = await withRequestId('request-1', () => plain.send({ slug: 'a' }, { key: 'k' }))

    const [received] = await fauxqs.receive('plain')
    const { data, ...envelope } = JSON.parse(received!.Body)
    assert.deepEqual(data, { slug: 'a' })
    assert.deepEqual(
      [envelope.id, envelope.requestid, envelope.key, envelope.type],
      [id, 'request-1', 'k', 'plain'],
    )
  })

  it('checks data by a schema that is loaded with the first message', async () => {
    let loads = 0
    const late = defineQueue<{ slug: string }>('late', {
      version: 1,
      schema: async () => {
        loads++
        return schema
      },
    })
    const handled: string[] = []
    const handler = handleQueue(late, ({ slug }) => void handled.push(slug))

    await assert.rejects(late.send({ slug: 1 as never }), /slug/)
    const answer = await handler(toEvent(late, [{ slug: 'a' }, { slug: 2 as never }]))

    assert.deepEqual([handled, failed(answer)], [['a'], ['record-1']])
    assert.equal(loads, 2)
  })

  it('many messages takes as few requests as their size allows', async () => {
    const messages = Array.from({ length: 25 }, (_, index) => ({ data: { slug: `${index}` } }))
    const large = Array.from({ length: 3 }, () => ({ data: { slug: 'x'.repeat(200_000) } }))

    const ids = await plain.sendMany([...messages, ...large])

    const received = (await fauxqs.receive('plain')).map(({ Body }) => JSON.parse(Body))
    assert.deepEqual(new Set(received.map(({ id }) => id)), new Set(ids.map(({ id }) => id)))
    assert.equal(received.length, 28)
  })

  it('to a FIFO queue gives groups and keeps the same key from coming twice', async () => {
    await ordered.send({ slug: 'a' }, { key: 'one key, with spaces', groupId: 'g' })
    await ordered.send({ slug: 'b' }, { key: 'one key, with spaces', groupId: 'g' })
    await ordered.send({ slug: 'c' })

    const received = await fauxqs.receive('ordered')
    assert.deepEqual(
      received.map(({ Body, Attributes }) => [
        JSON.parse(Body).data.slug,
        Attributes['MessageGroupId'],
      ]),
      [
        ['a', 'g'],
        ['c', 'ordered'],
      ],
    )
  })

  it('with a delay is not there yet', async () => {
    await delayed.send({ slug: 'later' }, { delaySeconds: 900 })

    assert.deepEqual(await fauxqs.receive('delayed'), [])
  })

  it('refuses what SQS would refuse, and says why', async () => {
    const data = { slug: 'a' }

    await assert.rejects(plain.send(data, { delaySeconds: 901 }), /from 0 to 900/)
    await assert.rejects(ordered.send(data, { delaySeconds: 1 }), /FIFO queue/)
    await assert.rejects(plain.send({ slug: 1 } as never), /does not fit its schema: slug/)
    await assert.rejects(plain.send({ slug: 'é'.repeat(140_000) }), { code: 'MESSAGE_TOO_LARGE' })
    await assert.rejects(fresh().send(data), (error: Error & { detail?: string }) => {
      assert.match(error.detail!, /QUEUE_QUEUE_.*@queues/)
      return true
    })
  })
})

describe('handleQueue', () => {
  it('works off each message under the id of its request', async () => {
    const queue = fresh()
    const seen: unknown[] = []
    const handler = handleQueue(queue, ({ slug }, { id }) => {
      seen.push([slug, id, requestId()])
    })

    const answer = await handler(toEvent(queue, [{ slug: 'a' }, { slug: 'b' }]))

    assert.deepEqual(answer, { batchItemFailures: [] })
    // Messages of a standard queue are worked off side by side, so in no certain order.
    assert.deepEqual(seen.toSorted(), [
      ['a', `${queue.name}-0`, 'request-a'],
      ['b', `${queue.name}-1`, 'request-b'],
    ])
  })

  it('hands out again what was handled, where nothing is to be remembered', async () => {
    const queue = fresh()
    const seen: string[] = []
    const handler = handleQueue(queue, ({ slug }) => void seen.push(slug), { remember: false })
    const event = toEvent(queue, [{ slug: 'a' }])

    const answers = [await handler(event), await handler(event)]

    assert.deepEqual(answers.map(failed), [[], []])
    assert.deepEqual(seen, ['a', 'a'])
  })

  it('reports what failed, and only that', async () => {
    const queue = fresh()
    const calls: string[] = []
    const handler = handleQueue(queue, ({ slug }) => {
      calls.push(slug)
      if (slug === 'bad' && calls.length < 4) throw new Error('broken')
    })
    const event = toEvent(queue, [{ slug: 'a' }, { slug: 'bad' }, { slug: 'c' }])

    assert.deepEqual(failed(await handler(event)), ['record-1'])
    assert.deepEqual(failed(await handler(event)), [])

    assert.deepEqual(calls.sort(), ['a', 'bad', 'bad', 'c'])
    assert.deepEqual(
      entries.filter(({ level }) => level === 'error').map((it) => [it.message, it.requestId]),
      [[`message of ${queue.name} failed`, 'request-bad']],
    )
  })

  it('says why, on the local cloud only', async () => {
    const queue = fresh()
    const handler = handleQueue(queue, ({ slug }) => {
      if (slug === 'bad') throw new Error('No such article')
    })
    const event = toEvent(queue, [
      { slug: 'bad', group: 'a' },
      { slug: 'good', group: 'a' },
      { slug: 'unreadable', group: 'b' },
    ])
    event.Records[2]!.body = '{'

    const here = await handler(event)
    vi.stubEnv('ARC_ENV', 'staging')
    const deployed = await handler(event)
    vi.unstubAllEnvs()

    assert.deepEqual(reasons(here), [
      'it is not JSON',
      'No such article',
      'It waits for record-0, which is before it: No such article',
    ])
    assert.deepEqual(
      deployed.batchItemFailures.flatMap((failure) => Object.keys(failure)),
      ['itemIdentifier', 'itemIdentifier', 'itemIdentifier'],
    )
  })

  it('has one effect for one key, in one batch and over several', async () => {
    const queue = fresh()
    const handler = handleQueue(queue, () => [
      counters.ops.update({ id: queue.name }, { add: { count: 1 } }),
    ])
    const [one, two, three, four] = ['1', '2', '3', '4'].map((id) => ({ slug: 'a', id, key: 'k' }))

    const answers = [
      await handler(toEvent(queue, [one!, two!, three!])),
      await handler(toEvent(queue, [four!])),
    ]

    assert.deepEqual(answers.flatMap(failed), [])
    assert.equal((await counters.get({ id: queue.name }))!.count, 1)
  })

  it('keeps the order of a group: nothing overtakes what failed', async () => {
    const queue = fresh()
    const seen: string[] = []
    const handler = handleQueue(queue, async ({ slug }) => {
      await new Promise((resolve) => setTimeout(resolve, slug === 'a1' ? 20 : 0))
      seen.push(slug)
      if (slug === 'a2') throw new Error('broken')
    })

    const answer = await handler(
      toEvent(queue, [
        { slug: 'a1', group: 'a' },
        { slug: 'b1', group: 'b' },
        { slug: 'a2', group: 'a' },
        { slug: 'a3', group: 'a' },
        { slug: 'b2', group: 'b' },
        { slug: 'a4', group: 'a' },
      ]),
    )

    assert.deepEqual(failed(answer), ['record-2', 'record-3', 'record-5'])
    assert.deepEqual(
      seen.filter((slug) => slug.startsWith('a')),
      ['a1', 'a2'],
    )
    assert.deepEqual(
      seen.filter((slug) => slug.startsWith('b')),
      ['b1', 'b2'],
    )
  })

  it('works on no more at a time than it should', async () => {
    const queue = fresh()
    let now = 0
    let most = 0
    const handler = handleQueue(
      queue,
      async () => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setTimeout(resolve, 5))
        now--
      },
      { concurrency: 3 },
    )

    await handler(
      toEvent(
        queue,
        Array.from({ length: 12 }, () => ({ slug: 'x' })),
      ),
    )

    assert.equal(most, 3)
  })

  it('takes captured events of AWS', async () => {
    const seen: string[] = []
    const handler = handleQueue(viewed, ({ slug }) => void seen.push(slug))

    assert.deepEqual(await handler(await captured('sqs-messages')), { batchItemFailures: [] })
    assert.deepEqual(await handler(await captured('sqs-plain-json')), { batchItemFailures: [] })

    assert.deepEqual(seen.sort(), ['from-architect', 'one', 'three', 'two'])
  })

  it('lets poison go to the dead-letter queue, and works off the rest', async () => {
    const seen: string[] = []
    const queue = { ...viewed, name: 'article-viewed' }
    const handler = handleQueue(queue, ({ slug }) => void seen.push(slug), { ttlSeconds: 1 })
    const event = await captured('sqs-poison')
    event.Records[1]!.body = event.Records[1]!.body.replace('000002', '000092')

    const answer = await handler(event)

    assert.deepEqual(failed(answer), [
      '059f36b4-87a3-44ab-83d2-661975830a7d',
      'c2c9e9a0-0a5e-4f6e-8a5e-0f6a4d7f3b11',
    ])
    assert.deepEqual(seen, ['two'])
    assert.equal(entries.filter(({ message }) => message.endsWith('cannot be read')).length, 2)
    assert.doesNotMatch(JSON.stringify(entries), /Test message/)
  })

  it('holds a FIFO group back behind poison', async () => {
    const queue = fresh()
    const seen: string[] = []
    const event = toEvent(queue, [
      { slug: 'a1', group: 'a' },
      { slug: 'a2', group: 'a' },
      { slug: 'b1', group: 'b' },
    ])
    event.Records[0]!.body = 'poison'

    const answer = await handleQueue(queue, ({ slug }) => void seen.push(slug))(event)

    assert.deepEqual(failed(answer), ['record-0', 'record-1'])
    assert.deepEqual(seen, ['b1'])
  })

  it('leaves what another instance works on for later', async () => {
    const queue = fresh()
    const work = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const handler = handleQueue(queue, () => {
      started.resolve()
      return work.promise
    })
    const event = toEvent(queue, [{ slug: 'a' }])
    const first = handler(event)
    await started.promise

    assert.deepEqual(failed(await handler(event)), ['record-0'])

    work.resolve()
    assert.deepEqual(failed(await first), [])
    assert.deepEqual(
      entries.map(({ level }) => level),
      ['warn'],
    )
  })

  it('is free again when its function has timed out', async () => {
    const queue = fresh()
    const event = toEvent(queue, [{ slug: 'a' }])
    const context = { getRemainingTimeInMillis: () => -900 }
    void handleQueue(queue, () => new Promise<void>(() => {}))(event, context)
    await new Promise((resolve) => setTimeout(resolve, 300))

    assert.deepEqual(failed(await handleQueue(queue, () => {})(event)), [])
  })
})

describe('handleBatch', () => {
  it('hands over all messages together, in handy pieces', async () => {
    const queue = fresh()
    const sizes: number[] = []
    const handler = handleBatch(queue, (messages) => {
      sizes.push(messages.length)
      return count(queue, messages)
    })

    const answer = await handler(
      toEvent(
        queue,
        Array.from({ length: 120 }, (_, index) => ({ slug: `${index}` })),
      ),
    )

    assert.deepEqual(failed(answer), [])
    assert.deepEqual(sizes, [50, 50, 20])
    assert.equal(await countOf(queue), 120)
  })

  it('counts each message once, however often it is delivered', async () => {
    const queue = fresh()
    const handler = handleBatch(queue, (messages) => count(queue, messages))
    const event = toEvent(queue, [
      { slug: 'a' },
      { slug: 'b' },
      { slug: 'twice', key: 'k' },
      { slug: 'twice', key: 'k' },
    ])

    await handler(event)
    await handler(event)
    await handler(toEvent(queue, [{ slug: 'a' }, { slug: 'c', id: 'new' }]))

    assert.equal(await countOf(queue), 4)
  })

  it('counts once when two instances get the same messages at the same time', async () => {
    const queue = fresh()
    const handler = handleBatch(queue, async (messages) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return count(queue, messages)
    })
    const all = Array.from({ length: 12 }, (_, index) => ({ slug: 'x', id: `m${index}` }))

    const answers = await Promise.all([
      handler(toEvent(queue, all.slice(0, 8))),
      handler(toEvent(queue, all.slice(4))),
    ])

    assert.deepEqual(answers.flatMap(failed), [])
    assert.equal(await countOf(queue), 12)
  })

  it('delivers a piece that failed again, and keeps the others', async () => {
    const queue = fresh()
    const handler = handleBatch(
      queue,
      (messages) => {
        if (messages.some((it) => it.data.slug === 'bad')) throw new Error('broken')
        return count(queue, messages)
      },
      { size: 2 },
    )

    const answer = await handler(
      toEvent(queue, [{ slug: 'a' }, { slug: 'b' }, { slug: 'bad' }, { slug: 'c' }, { slug: 'd' }]),
    )

    assert.deepEqual(failed(answer), ['record-2', 'record-3'])
    assert.deepEqual(reasons(answer), ['broken', 'broken'])
    assert.equal(await countOf(queue), 3)
    assert.match(entries[0]!.message, /2 messages of .* failed/)
  })

  it('stops a FIFO queue at what failed or cannot be read', async () => {
    const [one, two] = [fresh(), fresh()]
    const messages = ['a', 'b', 'bad', 'c'].map((slug) => ({ slug, group: 'g' }))
    const handler = handleBatch(
      one,
      (some) => {
        if (some.some((it) => it.data.slug === 'bad')) throw new Error('broken')
      },
      { size: 2 },
    )
    const poisoned = toEvent(two, messages)
    poisoned.Records[1]!.body = '{'

    assert.deepEqual(failed(await handler(toEvent(one, messages))), ['record-2', 'record-3'])
    assert.deepEqual(failed(await handleBatch(two, () => {})(poisoned)), [
      'record-1',
      'record-2',
      'record-3',
    ])
  })

  it('reports poison and hands over the rest', async () => {
    const queue = fresh()
    const seen: string[] = []
    const event = toEvent(queue, [{ slug: 'a' }, { slug: 'b' }])
    event.Records[0]!.body = 'poison'

    const answer = await handleBatch(queue, (messages) => {
      seen.push(...messages.map(({ data }) => data.slug))
    })(event)

    assert.deepEqual(failed(answer), ['record-0'])
    assert.deepEqual(seen, ['b'])
  })

  it('refuses pieces that no transaction can hold', () => {
    assert.throws(() => handleBatch(plain, () => {}, { size: 100 }), /size is 100: from 1 to 99/)
  })
})
