import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import seed from '../../src/seed.ts'

const app = useApp()
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

beforeAll(async () => {
  await seed()
})

describe('seed', () => {
  it('fills an empty magazine once', async () => {
    assert.equal(await seed(), 0)
  })
})

describe('get /', () => {
  it('shows the newest articles and what was read most', async () => {
    const response = await app.fetch('/', { headers: browser })
    const page = response.text()

    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type')!, /^text\/html/)
    assert.match(page, /class="lead"/)
    assert.match(page, /id="most-read"/)
    assert.match(page, /<link rel="canonical" href="http:\/\/localhost:\d+\/" \/>/)
  })

  it('leads to the older articles', async () => {
    const front = (await app.fetch('/')).text()
    const next = /href="(\/\?after=[^"]+)"/.exec(front)?.[1]
    assert.ok(next, 'there is a link to the next page')

    const older = await app.fetch(next)

    assert.equal(older.status, 200)
    assert.match(older.text(), /<meta name="robots" content="noindex"/)
    assert.equal(new Set([...slugsIn(front), ...slugsIn(older.text())]).size, await countArticles())
  })

  it('refuses an invented cursor, readably', async () => {
    const response = await app.fetch('/?after=eyJ4IjoxfQ', { headers: browser })

    assert.equal(response.status, 400)
    assert.match(response.text(), /INVALID_CURSOR/)
  })

  it('can be shared by caches, and asked for again cheaply', async () => {
    const response = await app.fetch('/')
    const etag = response.headers.get('etag')!
    const again = await app.fetch('/', { headers: { 'if-none-match': etag } })

    assert.equal(
      response.headers.get('cache-control'),
      'public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400',
    )
    assert.equal(response.cookies.length, 0)
    assert.equal(again.status, 304)
    assert.equal(again.text(), '')
  })

  it('has a policy without exceptions, and nothing that needs one', async () => {
    const response = await app.fetch('/')
    const policy = response.headers.get('content-security-policy')!

    assert.doesNotMatch(policy, /unsafe|\*/)
    assert.doesNotMatch(response.text(), /<script(?![^>]* src=)|<style| style=| on\w+="/)
  })
})

describe('get /articles/:slug', () => {
  it('shows an article, with what search engines and chats want to know of it', async () => {
    const slug = await anySlug()
    const response = await app.fetch(`/articles/${slug}`, { headers: browser })
    const page = response.text()

    assert.equal(response.status, 200)
    assert.match(
      page,
      new RegExp(`<link rel="canonical" href="http://localhost:\\d+/articles/${slug}"`),
    )
    assert.match(page, /<meta property="og:type" content="article"/)
    assert.match(page, /<meta property="article:published_time" content="\d{4}-/)
    assert.match(page, /class="prose"><p>/)
    assert.equal(page.match(/<h1/g)?.length, 1)
  })

  it.each(['no-such-article', 'Upper', '%2e%2e%2fetc', '%00', '%E6%BC%A2'])(
    'has no %s',
    async (slug) => {
      const page = await app.fetch(`/articles/${slug}`, { headers: browser })
      const data = await app.fetch(`/articles/${slug}`, { headers: { accept: '*/*' } })

      assert.equal(page.status, 404)
      assert.match(page.text(), /ARTICLE_NOT_FOUND/)
      assert.equal(page.headers.get('cache-control'), 'private, no-store')
      assert.equal(data.headers.get('content-type'), 'application/problem+json')
      assert.equal((data.json() as { code: string }).code, 'ARTICLE_NOT_FOUND')
    },
  )
})

describe('get /feed.xml', () => {
  it('has the newest articles in full', async () => {
    const response = await app.fetch('/feed.xml')
    const feed = response.text()
    const slug = await anySlug()

    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'application/rss+xml; charset=utf-8')
    assert.match(feed, /^<\?xml version="1.0" encoding="utf-8"\?>\n<rss version="2.0"/)
    assert.match(
      feed,
      /<atom:link rel="self" type="application\/rss\+xml" href="[^"]+\/feed.xml"\/>/,
    )
    assert.match(feed, new RegExp(`<guid isPermaLink="true">[^<]+/articles/${slug}</guid>`))
    assert.match(feed, /<pubDate>\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT<\/pubDate>/)
    assert.match(feed, /<content:encoded>&lt;p&gt;/)
  })

  it('is not sent again to who has it', async () => {
    const etag = (await app.fetch('/feed.xml')).headers.get('etag')!

    assert.equal((await app.fetch('/feed.xml', { headers: { 'if-none-match': etag } })).status, 304)
  })
})

describe('get /sitemap.xml', () => {
  it('has every article and the front page', async () => {
    const response = await app.fetch('/sitemap.xml')
    const places = [...response.text().matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, place]) => place)

    assert.equal(response.headers.get('content-type'), 'application/xml; charset=utf-8')
    assert.equal(places.length, 1 + (await countArticles()))
    for (const place of places)
      assert.match(place!, /^http:\/\/localhost:\d+\/(articles\/[a-z0-9-]+)?$/)
  })
})

describe('get /robots.txt', () => {
  it('names the sitemap', async () => {
    const response = await app.fetch('/robots.txt')

    assert.equal(response.status, 200)
    assert.match(response.text(), /^User-agent: \*\nDisallow: \/write\n/)
    assert.match(response.text(), /^Sitemap: http:\/\/localhost:\d+\/sitemap.xml$/m)
  })

  it('keeps crawlers away from staging', async () => {
    process.env['ARC_ENV'] = 'staging'
    try {
      assert.match((await app.fetch('/robots.txt')).text(), /^Disallow: \/$/m)
    } finally {
      process.env['ARC_ENV'] = 'testing'
    }
  })
})

describe('get /health', () => {
  it('tells version and services', async () => {
    const health = (await app.fetch('/health')).json() as Record<string, unknown>

    assert.equal(health['status'], 'ok')
    assert.match(String(health['version']), /^\d+\.\d+\.\d+/)
    assert.ok(Array.isArray(health['services']))
    assert.equal(health['tables'], undefined)
  })

  it('asks each table with ?deep', async () => {
    const response = await app.fetch('/health?deep')
    const { status, tables } = response.json() as { status: string; tables: Record<string, string> }

    assert.equal(response.status, 200)
    assert.equal(status, 'ok')
    assert.deepEqual(
      Object.keys(tables).sort(),
      (app.inventory.tables ?? []).map(({ name }) => name).sort(),
    )
    assert.deepEqual(new Set(Object.values(tables)), new Set(['ok']))
  })
})

describe('any /*', () => {
  it('answers with a page for people and with data for programs', async () => {
    const page = await app.fetch('/no/such/place', { headers: browser })
    const data = await app.fetch('/no/such/place', { method: 'DELETE' })

    assert.equal(page.status, 404)
    assert.match(page.text(), /NOT_FOUND/)
    assert.match(page.text(), /Go to the front page/)
    assert.equal((data.json() as { code: string }).code, 'NOT_FOUND')
  })
})

function slugsIn(page: string): string[] {
  return [...page.matchAll(/href="\/articles\/([a-z0-9-]+)"/g)].map(([, slug]) => slug!)
}

async function anySlug(): Promise<string> {
  return slugsIn((await app.fetch('/')).text())[0]!
}

async function countArticles(): Promise<number> {
  return (await app.fetch('/sitemap.xml')).text().match(/\/articles\//g)!.length
}
