import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import { createMessage } from '#framework/message.ts'
import { defineTable } from '#framework/tables.ts'
import { useApp } from '#framework/testing.ts'
import { listKillPoints, recordCalls } from '#framework/testing/outgoing.ts'
import { articlePublished } from '#shared/article-published.ts'
import { articleViewed } from '#shared/article-viewed.ts'
import { mostRead } from '#shared/digests.ts'
import { findViews, startCounting } from '#shared/views-count.ts'
import seed from '../../src/seed.ts'

const app = useApp()
const pages = defineTable<{ path: string; version: number }, 'path'>('pages', { key: ['path'] })

beforeAll(async () => {
  await seed()
})

describe('queue article-viewed', () => {
  it('counts a message once, however often it is delivered', async () => {
    await startCounting('a')
    await startCounting('b')
    const batch = toBatch([view('a'), view('b'), view('a')])

    const first = await deliver(batch)
    const again = await deliver([...batch, ...toBatch([view('b')], 'new')])

    assert.deepEqual([first, again], [{ batchItemFailures: [] }, { batchItemFailures: [] }])
    assert.deepEqual(await findViews(['a', 'b']), [2, 2])
  })

  it('counts the others of a batch in which one cannot be read', async () => {
    await startCounting('c')

    const answer = await deliver(toBatch([view('c'), '{"broken', view('c')]))

    const broken = { itemIdentifier: 'record-1', reason: 'it is not JSON' }
    assert.deepEqual(answer, { batchItemFailures: [broken] })
    assert.deepEqual(await findViews(['c']), [2])
  })

  it('counts a message once, at whatever step its function is killed', async () => {
    await startCounting('d')
    await startCounting('e')
    const [recorded] = await recordCalls(() => deliver(toBatch([view('d')], 'unharmed')))

    const points = listKillPoints(recorded!.calls.length)
    for (const [index, point] of points.entries()) {
      app.faults.add({ kind: 'kill', target: '@queues article-viewed', times: 1, ...point })
      const batch = toBatch([view('e')], `killed ${index}`)
      await assert.rejects(deliver(batch), { name: 'Runtime.ExitError' })
      await deliver(batch)
    }

    assert.ok(points.length > 3)
    assert.deepEqual(await findViews(['e']), [points.length])
  })

  it('takes a full batch', async () => {
    const slugs = Array.from({ length: 100 }, (_, index) => `slug-${index}`)
    await Promise.all(slugs.map(startCounting))

    const answer = await deliver(toBatch(slugs.map(view)))

    assert.deepEqual(answer, { batchItemFailures: [] })
    assert.deepEqual(new Set(await findViews(slugs)), new Set([1]))
  })
})

describe('event article-published', () => {
  it('has one effect, however often it is published', async () => {
    const before = await feedVersion()
    await tell('again-and-again')
    const first = await feedVersion()
    await tell('again-and-again')

    assert.equal(first, before + 1)
    assert.equal(await feedVersion(), first)
  })
})

describe('schedule nightly-digest', () => {
  it('shows on the front page what was read most', async () => {
    const { slug, title } = (await mostRead({ limit: 10 })).at(-1)!
    await deliver(toBatch(Array.from({ length: 100 }, () => view(slug))))
    await deliver(toBatch(Array.from({ length: 100 }, () => view(slug))))

    assert.deepEqual(await app.run('nightly-digest'), { ran: true })

    const page = (await app.fetch('/')).text()
    const list = page.slice(page.indexOf('id="most-read"'))
    assert.equal((await mostRead())[0]?.title, title)
    // Of a negative limit `slice` would make all but the last ones.
    assert.deepEqual(await mostRead({ limit: -1 }), [])
    assert.equal(/href="\/articles\/([^"]+)"/.exec(list)?.[1], slug)
  })
})

function view(slug: string): string {
  return createMessage(articleViewed, { slug }).text
}

function toBatch(bodies: string[], prefix = 'record') {
  return bodies.map((body, index) => ({
    messageId: `${prefix}-${index}`,
    body,
    attributes: { SentTimestamp: String(Date.now()) },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-west-2:000000000000:article-viewed',
  }))
}

function deliver(Records: object[]) {
  return app.invoke({ pragma: 'queues', name: 'article-viewed', payload: { Records } })
}

async function tell(slug: string) {
  const data = {
    slug,
    title: 'Title',
    summary: 'A summary.',
    url: `http://localhost/articles/${slug}`,
    publishedAt: '2026-11-21T10:00:00.000Z',
    author: { id: 'w', name: 'Wren' },
  }
  await articlePublished.publish(data, { key: slug })
  await app.settle()
}

async function feedVersion(): Promise<number> {
  const page = await pages.get({ path: '/feed.xml' }, { consistent: true })
  return page?.version ?? 0
}
