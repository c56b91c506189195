import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { Article } from '../articles.ts'
import { toFeed } from '../feed.ts'
import { toSitemap } from '../sitemap.ts'
import { absolute } from '../xml.ts'

const article: Article = {
  slug: 'doors',
  title: 'Doors & <Windows> ]]>\u0007',
  summary: '"Open" & shut',
  body: '',
  html: '<p><a href="/articles/walls">walls</a> &amp; more</p>\n',
  author: { id: 'w', name: 'Wren & Co' },
  status: 'published',
  tags: ['a<b'],
  publishedAt: '2026-10-08T06:00:00.000Z',
  createdAt: '2026-10-01T06:00:00.000Z',
  updatedAt: '2026-10-09T06:00:00.000Z',
  readingMinutes: 1,
  version: 1,
}

describe('toFeed', () => {
  it('escapes whatever a writer typed', () => {
    const feed = toFeed([article])

    assert.ok(feed.includes('<title>Doors &amp; &lt;Windows&gt; ]]&gt;</title>'), feed)
    assert.ok(feed.includes('<description>&quot;Open&quot; &amp; shut</description>'), feed)
    assert.ok(feed.includes('<dc:creator>Wren &amp; Co</dc:creator>'), feed)
    assert.ok(feed.includes('<category>a&lt;b</category>'), feed)
  })

  it('gives the text in full, with addresses that work elsewhere', () => {
    const href = `&lt;a href=&quot;${absolute('/articles/walls')}&quot;&gt;walls&lt;/a&gt; &amp;amp; more`

    assert.ok(toFeed([article]).includes(`<content:encoded>&lt;p&gt;${href}`))
  })

  it('says when it was published and when it last changed', () => {
    const feed = toFeed([article])

    assert.ok(feed.includes('<pubDate>Thu, 08 Oct 2026 06:00:00 GMT</pubDate>'), feed)
    assert.ok(feed.includes('<lastBuildDate>Fri, 09 Oct 2026 06:00:00 GMT</lastBuildDate>'), feed)
  })

  it('stays below what an item of a table can hold', () => {
    const long = { ...article, html: '<p>&</p>'.repeat(20_000) }
    const feed = toFeed(Array.from({ length: 20 }, () => long))

    assert.ok(Buffer.byteLength(feed) < 390_000)
    assert.equal(feed.match(/<item>/g)?.length, 20)
  })

  it('is a feed without articles too', () => {
    assert.match(toFeed([]), /<ttl>60<\/ttl>\n<\/channel>\n<\/rss>\n$/)
  })
})

describe('toSitemap', () => {
  it('dates each address', () => {
    const lastmod = '<lastmod>2026-10-09T06:00:00.000Z</lastmod>'

    assert.ok(
      toSitemap([article]).includes(
        `<url><loc>${absolute('/articles/doors')}</loc>${lastmod}</url>`,
      ),
    )
  })
})
