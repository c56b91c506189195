import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { identity } from 'plugboard:identity'
import { services } from 'plugboard:services'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { as } from '#framework/testing/people.ts'
import { useApp } from '#framework/testing.ts'
import { articles, type StoredArticle } from '../articles.ts'
import { views } from '../views-count.ts'

const plugged = services.some(({ name }) => name === 'graphql')

describe.runIf(plugged)('the schema of articles', () => {
  const app = useApp()
  const reads: string[] = []

  beforeAll(async () => {
    for (let count = 0; count < 60; count++) await articles.create(toStored(count))
    await views.put({ slug: 'article-59', total: 7 })
    // A bucket that notifies a queue begins with a test message, which is worked off now.
    await app.settle()
    subscribe('http.client.request.start', note)
  })
  afterAll(() => {
    unsubscribe('http.client.request.start', note)
  })
  beforeEach(() => {
    reads.length = 0
  })

  function note(message: unknown) {
    const { request } = message as { request: { getHeader: (name: string) => string | undefined } }
    const target = String(request.getHeader('x-amz-target'))
    // Others are at work meanwhile: expiry, streams.
    const read = /^DynamoDB_\d+\.(GetItem|BatchGetItem|Query|Scan)$/.exec(target)?.[1]
    if (read) reads.push(read)
  }

  it('lists 50 articles, their views and texts in three reads', async () => {
    const { data, errors } = await app.query(
      '{ articles(first: 50) { edges { node { slug author views html } } } }',
    )

    const nodes = toNodes(data)
    assert.equal(errors, undefined)
    assert.equal(nodes.length, 50)
    assert.deepEqual(nodes[0], {
      slug: 'article-59',
      author: 'Wren Writer',
      views: 7,
      html: '<p>59</p>',
    })
    assert.equal(nodes[1]?.['views'], 0)
    assert.deepEqual(reads.toSorted(), ['BatchGetItem', 'BatchGetItem', 'Query'])
  })

  it('leads from page to page, newest first', async () => {
    const seen: unknown[] = []
    let after: string | null = null
    do {
      const { data }: Awaited<ReturnType<typeof app.query>> = await app.query(pageQuery, { after })
      seen.push(...toNodes(data).map(({ slug }) => slug))
      after = toConnection(data).pageInfo.endCursor
    } while (after && seen.length < 60)

    assert.deepEqual(
      seen,
      Array.from({ length: 60 }, (_, index) => `article-${String(59 - index).padStart(2, '0')}`),
    )
  })

  it('refuses a cursor that it did not make, and a page too large', async () => {
    const forged = await app.query(pageQuery, { after: 'eyJ4IjoxfQ' })
    const large = await app.query('{ articles(first: 51) { pageInfo { endCursor } } }')

    assert.equal(forged.errors?.[0]?.extensions['code'], 'INVALID_CURSOR')
    assert.equal(large.errors?.[0]?.extensions['code'], 'INVALID_INPUT')
  })

  it('finds one article, and null for none', async () => {
    const query = 'query($slug: String!) { article(slug: $slug) { title publishedAt tags } }'
    const found = await app.query(query, { slug: 'article-01' })
    const missing = await app.query(query, { slug: 'nothing' })

    assert.deepEqual(found.data, {
      article: { title: 'Article 1', publishedAt: '2026-01-01T00:00:01.000Z', tags: [] },
    })
    assert.deepEqual(missing, { data: { article: null } })
  })

  it('has what was read most, once a digest tells', async () => {
    const before = await app.query('{ mostRead { slug } }')

    assert.deepEqual(before, { data: { mostRead: [] } })
  })

  it.runIf(identity)('saves and publishes for a writer', async () => {
    const input = { title: 'By Query', summary: 'Written with a mutation.', body: '*So*.' }
    const headers = await as('writer')
    const saved = await app.query(saveQuery, { input }, { headers })
    const slug = 'by-query'
    const published = await app.query(
      'mutation($slug: String!) { publishArticle(slug: $slug) { slug author html } }',
      { slug },
      { headers },
    )
    const { data } = await app.query('{ me { name } }', {}, { headers })

    assert.deepEqual(saved, { data: { saveArticle: { slug, version: 1 } } })
    const author = (data!['me'] as { name: string }).name
    assert.deepEqual(published, {
      data: { publishArticle: { slug, author, html: '<p><em>So</em>.</p>\n' } },
    })
  })

  it.runIf(identity)(
    'takes null for what is left out, and tells which values are wrong',
    async () => {
      const input = { slug: null, version: null, title: '', summary: 'x', body: 'x' }
      const { errors } = await app.query(saveQuery, { input }, { headers: await as('writer') })

      const fields = errors?.[0]?.extensions['errors'] as { path: string }[] | undefined
      assert.equal(errors?.[0]?.extensions['code'], 'INVALID_INPUT')
      assert.deepEqual(
        fields?.map(({ path }) => path),
        ['title', 'summary'],
      )
    },
  )

  it('lets no stranger write, whoever is plugged in', async () => {
    await assertClosed({}, 'SIGN_IN_REQUIRED')
  })

  it.runIf(identity)('lets no reader write', async () => {
    await assertClosed(await as('reader'), 'PERMISSION_MISSING')
  })

  async function assertClosed(headers: Record<string, string>, code: string) {
    const input = { title: 'Not Mine', summary: 'Nor anybody else’s.', body: 'x' }
    const answers = [
      await app.query(saveQuery, { input }, { headers }),
      await app.query('mutation { publishArticle(slug: "article-00") { slug } }', {}, { headers }),
    ]

    for (const { data, errors } of answers) {
      assert.equal(data, null)
      assert.equal(errors?.[0]?.extensions['code'], code)
    }
  }
})

const pageQuery =
  'query($after: String) { articles(first: 25, after: $after) { edges { node { slug } } pageInfo { endCursor } } }'
const saveQuery =
  'mutation($input: SaveArticleInput!) { saveArticle(input: $input) { slug version } }'

function toStored(count: number): Omit<StoredArticle, 'version'> {
  const time = new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString()
  return {
    slug: `article-${String(count).padStart(2, '0')}`,
    title: `Article ${count}`,
    summary: 'One of many.',
    body: String(count),
    html: `<p>${count}</p>`,
    author: { id: 'w', name: 'Wren Writer' },
    status: 'published',
    tags: [],
    publishedAt: time,
    createdAt: time,
    updatedAt: time,
    readingMinutes: 1,
  }
}

interface Connection {
  edges: { node: Record<string, unknown> }[]
  pageInfo: { endCursor: string | null }
}

function toConnection(data: Record<string, unknown> | null | undefined): Connection {
  assert.ok(data)
  return data['articles'] as Connection
}

function toNodes(data: Record<string, unknown> | null | undefined) {
  return toConnection(data).edges.map(({ node }) => node)
}
