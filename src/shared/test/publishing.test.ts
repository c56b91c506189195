import assert from 'node:assert/strict'
import { describe, it, vi } from 'vitest'
import { defineTable } from '#framework/tables.ts'
import { useApp } from '#framework/testing.ts'
import { articles, findArticle, findManuscript, listArticles, listDrafts } from '../articles.ts'
import { publishArticle, saveArticle } from '../publishing.ts'
import { views } from '../views-count.ts'

const writer = { id: 'w', name: 'Wren Writer', permissions: ['articles:write'] }
const input = {
  title: 'On Doors',
  summary: 'What a door is, and what it is not.',
  body: '# Open\n\nA *door*.',
  tags: ['Craft', 'craft', 'doors'],
}

const app = useApp()
const pages = defineTable<{ path: string; version: number }, 'path'>('pages', { key: ['path'] })

describe('saveArticle', () => {
  it('makes a draft that only writers find', async () => {
    const saved = await saveArticle({ ...input, title: 'A Draft' }, writer)

    assert.equal(saved.slug, 'a-draft')
    assert.equal(saved.status, 'draft')
    assert.equal(saved.version, 1)
    assert.equal(saved.publishedAt, undefined)
    assert.deepEqual(saved.author, { id: 'w', name: 'Wren Writer' })
    assert.deepEqual(saved.tags, ['craft', 'doors'])
    assert.equal(saved.html, '<h2 id="text-open">Open</h2>\n<p>A <em>door</em>.</p>\n')
    assert.deepEqual(await findManuscript('a-draft'), saved)
    assert.equal(await findArticle('a-draft'), undefined)
    assert.ok((await listDrafts()).items.some(({ slug }) => slug === 'a-draft'))
    assert.ok(!(await listArticles()).items.some(({ slug }) => slug === 'a-draft'))
  })

  it('gives articles of one title slugs of their own', async () => {
    const slugs: string[] = []
    for (let count = 0; count < 6; count++) slugs.push((await saveArticle(input, writer)).slug)

    assert.deepEqual(slugs.slice(0, 4), ['on-doors', 'on-doors-2', 'on-doors-3', 'on-doors-4'])
    assert.equal(new Set(slugs).size, 6)
  })

  it('saves the next version, and keeps slug and author', async () => {
    const first = await saveArticle({ ...input, title: 'Before' }, writer)
    const second = await saveArticle(
      { ...input, title: 'After', slug: first.slug, version: first.version },
      { id: 'x', name: 'Another', permissions: ['articles:write'] },
    )

    assert.equal(second.slug, 'before')
    assert.equal(second.title, 'After')
    assert.equal(second.version, 2)
    assert.equal(second.author.id, 'w')
    assert.equal(second.createdAt, first.createdAt)
  })

  it('replaces nothing that the writer has not read', async () => {
    const { slug, version } = await saveArticle({ ...input, title: 'Two Writers' }, writer)
    await saveArticle({ ...input, slug, version }, writer)

    await assert.rejects(saveArticle({ ...input, slug, version }, writer), { code: 'CONFLICT' })
    await assert.rejects(saveArticle({ ...input, slug }, writer), { code: 'CONFLICT' })
  })

  it('names each field that is wrong', async () => {
    const wrong = { title: 'ab', summary: ' short ', body: '', tags: Array(6).fill('tag') }

    await assert.rejects(
      saveArticle(wrong, writer),
      ({ code, errors }: { code: string; errors: { path: string }[] }) => {
        assert.equal(code, 'INVALID_INPUT')
        assert.deepEqual(
          errors.map(({ path }) => path),
          ['title', 'summary', 'body', 'tags'],
        )
        return true
      },
    )
  })

  it('takes a body of 100,000 characters, and not one more', async () => {
    const body = 'x'.repeat(100_000)

    const saved = await saveArticle({ ...input, title: 'Long', body }, writer)

    assert.equal(saved.body.length, 100_000)
    await assert.rejects(saveArticle({ ...input, title: 'Long', body: `${body}x` }, writer), {
      code: 'INVALID_INPUT',
    })
  })

  it('refuses what no item can hold, as a mistake of the body', async () => {
    await assert.rejects(
      saveArticle({ ...input, body: '漢'.repeat(100_000) }, writer),
      ({ errors }: { errors: { path: string }[] }) => errors[0]!.path === 'body',
    )
  })

  it('finds no article that is not there', async () => {
    for (const slug of ['no-such-article', '../etc', 'x'.repeat(5000)]) {
      await assert.rejects(saveArticle({ ...input, slug, version: 1 }, writer), {
        code: 'ARTICLE_NOT_FOUND',
      })
    }
  })
})

describe('publishArticle', () => {
  it('shows the article to readers, newest first', async () => {
    for (const title of ['First Piece', 'Second Piece']) {
      const { slug } = await saveArticle({ ...input, title }, writer)
      await publishArticle(slug, writer)
    }

    const { items } = await listArticles({ first: 2 })
    assert.deepEqual(
      items.map(({ slug }) => slug),
      ['second-piece', 'first-piece'],
    )
    assert.ok(!('body' in items[0]!) && !('html' in items[0]!))
    assert.equal((await findArticle('first-piece'))?.status, 'published')
    await app.settle()
  })

  it('keeps the day of the first time', async () => {
    const { slug } = await saveArticle({ ...input, title: 'Twice Published' }, writer)
    const first = await publishArticle(slug, writer)
    const again = await publishArticle(slug, writer)

    assert.ok(first.publishedAt)
    assert.equal(again.publishedAt, first.publishedAt)
    assert.equal(again.version, first.version)
    await app.settle()
  })

  it('is heard of once, even if its mark was lost', async () => {
    const { slug } = await saveArticle({ ...input, title: 'Told Once' }, writer)
    await publishArticle(slug, writer)
    await app.settle()
    const heard = await pages.get({ path: '/feed.xml' }, { consistent: true })

    await publishArticle(slug, writer)
    await articles.update({ slug }, { remove: ['announced'] })
    await publishArticle(slug, writer)
    await app.settle()

    assert.ok(heard)
    assert.deepEqual(await pages.get({ path: '/feed.xml' }, { consistent: true }), heard)
  })

  it('is heard of when it is next saved, if nobody could be told at the time', async () => {
    const { slug } = await saveArticle({ ...input, title: 'Told Later' }, writer)
    vi.stubEnv('TOPIC_ARTICLE_PUBLISHED', 'arn:aws:sns:us-west-2:000000000000:nowhere')
    await assert.rejects(publishArticle(slug, writer))
    vi.unstubAllEnvs()
    const { version } = (await findManuscript(slug))!

    await saveArticle({ ...input, title: 'Told Later', slug, version }, writer)
    await app.settle()

    assert.deepEqual(await views.get({ slug }, { consistent: true }), { slug, total: 0 })
  })

  it('parts the list into pages', async () => {
    const first = await listArticles({ first: 1 })
    const second = await listArticles({ first: 1, after: first.cursor })

    assert.notEqual(second.items[0]!.slug, first.items[0]!.slug)
    await assert.rejects(listDrafts({ after: first.cursor }), { code: 'INVALID_CURSOR' })
  })
})
