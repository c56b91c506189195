import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SNSEvent } from 'aws-lambda'
import { beforeAll, describe, it } from 'vitest'
import { defineEvent, handleEvent, type MessageContext } from '../events.ts'
import { log, requestId, withRequestId } from '../log.ts'
import { defineTable } from '../tables.ts'
import { z } from '../validate.ts'
import { useFauxqs } from './use-fauxqs.ts'
import { useLog } from './use-log.ts'
import { keysTable, useTables } from './use-tables.ts'

useTables({ ...keysTable, counters: { key: ['id'] } })
const fauxqs = useFauxqs()
const entries = useLog()

const counters = defineTable<{ id: string; count: number }>('counters', { key: ['id'] })
const published = defineEvent('article-published', {
  version: 1,
  schema: z.object({ slug: z.string() }),
})

beforeAll(() => fauxqs.createTopic('article-published'))

/** What a subscriber gets for what was published last. */
const delivered = async (): Promise<SNSEvent> => {
  const [received] = (await fauxqs.receive('article-published-queue')).slice(-1)
  const Sns = JSON.parse(received!.Body) as SNSEvent['Records'][0]['Sns']
  return {
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: 'arn:1', Sns }],
  }
}
const captured = async (name: string) =>
  JSON.parse(await readFile(`test/events/${name}.json`, 'utf8')) as SNSEvent

/** The same event in an envelope that is changed. */
const changed = (event: SNSEvent, change: object): SNSEvent => {
  const [record] = structuredClone(event).Records
  record!.Sns.Message = JSON.stringify({ ...JSON.parse(record!.Sns.Message), ...change })
  return { Records: [record!] }
}

let number = 0
const fresh = () => `slug-${++number}`
/** A subscriber that remembers what it was told. */
const subscriber = (consumer = fresh()) => {
  const told: { slug: string; context: MessageContext }[] = []
  const handler = handleEvent(
    published,
    ({ slug }, context) => {
      told.push({ slug, context })
    },
    { consumer },
  )
  return { told, handler, slugs: () => told.map(({ slug }) => slug) }
}

describe('an event', () => {
  it('reaches its handler with id, time, version and the id of the request', async () => {
    const { id } = await withRequestId('request-1', () => published.publish({ slug: 'hello' }))
    const { handler, told } = subscriber()

    await handler(await delivered())

    const { slug, context } = told[0]!
    assert.equal(slug, 'hello')
    assert.deepEqual(
      { ...context, time: '' },
      { id, key: id, requestId: 'request-1', time: '', version: 1 },
    )
    assert.ok(Math.abs(Date.parse(context.time) - Date.now()) < 5000)
  })

  it('is a CloudEvent on the wire', async () => {
    await published.publish({ slug: 'hello' }, { key: 'k' })

    const [record] = (await delivered()).Records
    const { id, time, source, requestid, ...rest } = JSON.parse(record!.Sns.Message)
    assert.deepEqual(rest, {
      specversion: '1.0',
      type: 'article-published',
      datacontenttype: 'application/json',
      dataversion: 1,
      key: 'k',
      data: { slug: 'hello' },
    })
    assert.match(id, /^[0-9a-f-]{36}$/)
    assert.equal(requestid, id)
    assert.match(source, /^\//)
    assert.equal(new Date(time).toISOString(), time)
  })

  it('carries the request id into the log, and into events that it causes', async () => {
    await withRequestId('request-2', () => published.publish({ slug: 'hello' }))
    let inside: string | undefined
    const handler = handleEvent(
      published,
      () => {
        inside = requestId()
        log.info('handled')
      },
      { consumer: fresh() },
    )

    await handler(await delivered())

    assert.equal(inside, 'request-2')
    assert.equal(entries.find(({ message }) => message === 'handled')!.requestId, 'request-2')
  })

  it('is refused before it leaves when its data does not fit', async () => {
    await assert.rejects(
      published.publish({ slug: 7 } as never),
      /\[article-published\] the data does not fit its schema: slug/,
    )
  })

  it('says what to do when its topic is not known', async () => {
    const lost = defineEvent('nobody-knows', { version: 1, schema: z.object({}) })

    await assert.rejects(lost.publish({}), (error: Error & { detail?: string }) => {
      assert.match(error.detail!, /TOPIC_NOBODY_KNOWS.*@events.*app\.arc/)
      return true
    })
  })
})

describe('a large event', () => {
  it('of 200 KB arrives whole', async () => {
    const slug = 'é&=%\n'.repeat(34_000)
    await published.publish({ slug })
    const { handler, slugs } = subscriber()

    await handler(await delivered())

    assert.deepEqual(slugs(), [slug])
  })

  it('goes in the body of the request, not in its address', async () => {
    let seen: { url: string; size: number; type: string | undefined } | undefined
    const server = createServer(async (request, response) => {
      let size = 0
      for await (const chunk of request) size += (chunk as Buffer).length
      seen = { url: request.url!, size, type: request.headers['content-type'] }
      response.setHeader('content-type', 'text/xml')
      response.end(
        '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const real = process.env['AWS_ENDPOINT_URL_SNS']
    process.env['AWS_ENDPOINT_URL_SNS'] =
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`

    await published.publish({ slug: 'x'.repeat(200_000) })

    process.env['AWS_ENDPOINT_URL_SNS'] = real
    server.closeAllConnections()
    server.close()
    assert.equal(seen!.url, '/')
    assert.ok(seen!.size > 200_000)
    assert.match(seen!.type!, /x-www-form-urlencoded/)
  })

  it('above 256 KB is refused with its size', async () => {
    await assert.rejects(published.publish({ slug: 'é'.repeat(132_000) }), {
      code: 'MESSAGE_TOO_LARGE',
      message: /259 KB, and 256 KB is the most/,
    })
  })
})

describe('a subscriber', () => {
  it('handles a redelivered event once', async () => {
    await published.publish({ slug: 'hello' })
    const event = await delivered()
    const { handler, slugs } = subscriber()

    await handler(event)
    await handler(event)

    assert.deepEqual(slugs(), ['hello'])
  })

  it('handles two events with the same key once', async () => {
    const { handler, slugs } = subscriber()
    for (const slug of ['first', 'second']) {
      await published.publish({ slug }, { key: 'the same' })
      await handler(await delivered())
    }

    assert.deepEqual(slugs(), ['first'])
  })

  it('does not keep another subscriber from handling the event', async () => {
    await published.publish({ slug: 'hello' })
    const event = await delivered()
    const seen: string[] = []
    const handler = handleEvent(published, ({ slug }) => void seen.push(slug))

    await handler(event, { functionName: '@events article-published' })
    await handler(event, { functionName: '@events newsletter-on-article-published' })
    await handler(event, { functionName: '@events article-published' })

    assert.equal(seen.length, 2)
  })

  it('handles a redelivered event again, where nothing is to be remembered', async () => {
    await published.publish({ slug: 'hello' })
    const event = await delivered()
    const seen: string[] = []
    const remember = { consumer: fresh(), remember: false }
    const handler = handleEvent(published, ({ slug }) => void seen.push(slug), remember)

    await handler(event)
    await handler(event)

    assert.deepEqual(seen, ['hello', 'hello'])
  })

  it('fails when its handler does, and tries again with the next delivery', async () => {
    await withRequestId('request-3', () => published.publish({ slug: 'hello' }))
    const event = await delivered()
    let calls = 0
    const handler = handleEvent(
      published,
      () => {
        if (++calls === 1) throw new Error('broken')
      },
      { consumer: fresh() },
    )

    await assert.rejects(handler(event), /broken/)
    await handler(event)

    assert.equal(calls, 2)
    assert.equal(entries[0]!.message, 'event article-published failed')
    assert.equal(entries[0]!.requestId, 'request-3')
  })

  it('may answer writes, which happen once', async () => {
    await published.publish({ slug: 'hello' })
    const event = await delivered()
    const id = fresh()
    const handler = handleEvent(
      published,
      () => [counters.ops.update({ id }, { add: { count: 1 } })],
      { consumer: id },
    )

    await handler(event)
    await handler(event)

    assert.equal((await counters.get({ id }))!.count, 1)
  })
})

describe('data of another version', () => {
  const second = defineEvent('article-published', {
    version: 3,
    schema: z.object({ path: z.string(), loud: z.boolean() }),
    upgrade: {
      1: ({ slug }: { slug: string }) => ({ path: `/articles/${slug}` }),
      2: (data: { path: string }) => ({ ...data, loud: false }),
    },
  })
  const receive = async (change: object) => {
    await published.publish({ slug: 'hello' })
    const seen: object[] = []
    const handler = handleEvent(
      second,
      (data, { version }) => void seen.push({ ...data, version }),
      { consumer: fresh() },
    )
    await handler(changed(await delivered(), change))
    return seen
  }

  it('is upgraded, step by step', async () => {
    assert.deepEqual(await receive({}), [{ path: '/articles/hello', loud: false, version: 1 }])
    assert.deepEqual(await receive({ dataversion: 2, data: { path: '/x' } }), [
      { path: '/x', loud: false, version: 2 },
    ])
  })

  it('is refused when it is newer than what is known, or the upgrade fails', async () => {
    await assert.rejects(receive({ dataversion: 4 }), /of version 4, and version 3 is the newest/)
    await assert.rejects(receive({ dataversion: 'x' }), /dataversion is "x"/)
    await assert.rejects(receive({ data: null }), /upgrade from version 1 failed/)
  })
})

describe('captured events of AWS', () => {
  it('are handled', async () => {
    const { handler, told } = subscriber()

    await handler(await captured('sns-article-published'))

    assert.deepEqual(told, [
      {
        slug: 'hello-world',
        context: {
          id: '7d0b3c0e-1f6e-4a53-9a2f-6a4c2c1d9e01',
          key: '7d0b3c0e-1f6e-4a53-9a2f-6a4c2c1d9e01',
          requestId: 'JKJaXmPLvHcESHA=',
          time: '2026-11-21T09:30:00.123Z',
          version: 1,
        },
      },
    ])
  })

  it('with several records are handled, and fail together with what failed', async () => {
    const event = await captured('sns-several-records')
    const seen: string[] = []
    const handler = handleEvent(
      published,
      ({ slug }) => {
        seen.push(slug)
        if (slug === 'first') throw new Error('broken')
      },
      { consumer: fresh() },
    )

    await assert.rejects(handler(event), /broken/)
    await assert.rejects(handler(event), /broken/)

    assert.deepEqual(seen, ['first', 'second', 'first'])
  })

  it('without our envelope are data of version 1, as arc.events.publish sends them', async () => {
    const { handler, told } = subscriber()

    await handler(await captured('sns-plain-json'))

    assert.equal(told[0]!.slug, 'from-architect')
    assert.equal(told[0]!.context.id, '3c6e0b8a-9c15-5224-8a1e-8d1c0a6f2b77')
    assert.equal(told[0]!.context.version, 1)
    assert.equal(told[0]!.context.time, '2026-11-21T09:30:00.312Z')
  })

  it('as the plain sandbox makes them are handled too', async () => {
    const { handler, slugs } = subscriber()

    await handler({ Records: [{ Sns: { Message: '{"slug":"local"}' } }] })

    assert.deepEqual(slugs(), ['local'])
  })

  it('that are poison fail, and are logged without what they hold', async () => {
    const { handler, told } = subscriber()
    const event = await captured('sns-article-published')

    await assert.rejects(handler(await captured('sns-not-json')), /it is not JSON/)
    await assert.rejects(
      handler(changed(event, { data: { slug: 8472 } })),
      /data does not fit: slug/,
    )
    await assert.rejects(handler(changed(event, { type: 'other' })), /of type "other"/)
    await assert.rejects(handler(changed(event, { data: undefined })), /does not fit/)
    await assert.rejects(handler({ hello: 'world' }), /has no Records/)

    assert.deepEqual(told, [])
    assert.equal(entries[0]!['id'], 'd0d8a0f3-6b1c-5f0e-9f44-1c2b3a4d5e6f')
    assert.equal(entries.filter(({ message }) => message.endsWith('cannot be read')).length, 4)
    assert.doesNotMatch(JSON.stringify(entries), /8472|Hello from SNS/)
  })
})
