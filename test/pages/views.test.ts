import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { findViews, startCounting } from '#shared/views-count.ts'

const app = useApp()

beforeAll(async () => {
  await startCounting('doors')
})

describe('post /articles/:slug/views', () => {
  it('counts each reader once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => app.fetch('/articles/doors/views', { method: 'POST' })),
    )
    await app.settle()

    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([204]))
    assert.deepEqual(await findViews(['doors']), [12])
  })

  it('counts nothing for an article that is not there', async () => {
    const response = await app.fetch('/articles/invented/views', { method: 'POST' })
    await app.settle()

    assert.equal(response.status, 204)
    assert.deepEqual(await findViews(['invented']), [0])
  })

  it('takes for an article only what could be one', async () => {
    for (const slug of ['Upper', 'a%20b', 'x'.repeat(200)]) {
      const response = await app.fetch(`/articles/${slug}/views`, { method: 'POST' })

      assert.equal(response.status, 404)
    }
  })

  it('does not count for another site', async () => {
    const response = await app.fetch('/articles/doors/views', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    })

    assert.equal(response.status, 403)
    assert.equal((response.json() as { code: string }).code, 'FORBIDDEN_ORIGIN')
  })
})
