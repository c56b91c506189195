import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'vitest'
import { transact } from '#framework/tables.ts'
import { useApp } from '#framework/testing.ts'
import { publishArticle, saveArticle } from '../publishing.ts'
import { saveDigest, findDigest } from '../digests.ts'
import { addViews, findViews, startCounting, views } from '../views-count.ts'

const writer = { id: 'w', name: 'Wren Writer', permissions: ['articles:write'] }

const app = useApp()

describe('addViews', () => {
  it('writes once for each article, however many readers', async () => {
    await startCounting('one')
    await startCounting('two')

    const operations = await addViews([at('one'), at('two'), at('one'), at('one')])
    await transact(operations)

    assert.equal(operations.length, 2)
    assert.deepEqual(await findViews(['two', 'one', 'none']), [1, 3, 0])
  })

  it('counts nothing that was never published', async () => {
    assert.deepEqual(await addViews([{ slug: 'invented', time: '2026-11-21T10:00:00Z' }]), [])
  })

  it('keeps its count when counting starts again', async () => {
    await views.put({ slug: 'kept', total: 7 })
    await startCounting('kept')

    assert.deepEqual(await findViews(['kept']), [7])
  })
})

describe('saveDigest', () => {
  it('names what was read most in the last week, and forgets the days before', async () => {
    const [old, busy, quiet] = await Promise.all(['Old', 'Busy', 'Quiet'].map(publish))
    await app.settle()
    await views.put({ slug: old!, total: 99, 'on2026-11-01': 99 })
    await views.put({ slug: busy!, total: 9, 'on2026-11-20': 5, 'on2026-11-14': 4 })
    await views.put({ slug: quiet!, total: 2, 'on2026-11-21': 2 })

    const digest = await saveDigest('2026-11-21T03:00:00Z')

    assert.deepEqual(
      digest.items.map(({ slug, views }) => [slug, views]),
      [
        [busy, 9],
        [quiet, 2],
      ],
    )
    assert.deepEqual(await views.get({ slug: old! }), { slug: old, total: 99 })
    assert.deepEqual((await findDigest())?.items, digest.items)
  })

  it('is the same when it is made again', async () => {
    const first = await saveDigest('2026-11-22T03:00:00Z')
    const again = await saveDigest('2026-11-22T03:00:00Z')

    assert.deepEqual(again, first)
  })

  it('does not go back to an older night', async () => {
    await saveDigest('2026-11-20T03:00:00Z')

    assert.equal((await findDigest())?.time, '2026-11-22T03:00:00Z')
  })
})

function at(slug: string) {
  return { slug, time: '2026-11-21T10:00:00Z' }
}

async function publish(title: string) {
  const { slug } = await saveArticle(
    {
      title: `${title} ${randomUUID()}`,
      summary: 'A summary of it.',
      body: 'The text.',
      tags: [],
    },
    writer,
  )
  await publishArticle(slug, writer)
  return slug
}
