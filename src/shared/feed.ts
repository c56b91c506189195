/**
 * The feed: RSS 2.0 with the articles in full.
 *
 * @see https://www.rssboard.org/rss-specification
 * @module
 */
import { toPublic } from './access.ts'
import type { Article } from './articles.ts'
import { site } from './site.ts'
import { absolute, escapeXml, withAbsoluteLinks } from './xml.ts'

/** The feed of these articles, newest first. */
export function toFeed(articles: readonly Article[]): string {
  const newest = articles
    .map(({ updatedAt }) => updatedAt)
    .sort()
    .at(-1)
  const contents = withinBudget(
    articles.map((article) => withAbsoluteLinks(toPublic(article).html)),
  )

  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${escapeXml(site.name)}</title>
<link>${escapeXml(absolute('/'))}</link>
<atom:link rel="self" type="application/rss+xml" href="${escapeXml(absolute('/feed.xml'))}"/>
<description>${escapeXml(site.description)}</description>
<language>${escapeXml(site.language)}</language>
${newest ? `<lastBuildDate>${toRfc822(newest)}</lastBuildDate>\n` : ''}<ttl>60</ttl>
${articles.map((article, index) => toItem(article, contents[index])).join('')}</channel>
</rss>
`
}

function toItem(
  { slug, title, summary, author, publishedAt, createdAt, tags }: Article,
  content: string | undefined,
) {
  const url = escapeXml(absolute(`/articles/${slug}`))
  return `<item>
<title>${escapeXml(title)}</title>
<link>${url}</link>
<guid isPermaLink="true">${url}</guid>
<pubDate>${toRfc822(publishedAt ?? createdAt)}</pubDate>
<dc:creator>${escapeXml(author.name)}</dc:creator>
${tags.map((tag) => `<category>${escapeXml(tag)}</category>\n`).join('')}<description>${escapeXml(summary)}</description>
${content ? `<content:encoded>${escapeXml(content)}</content:encoded>\n` : ''}</item>
`
}

// The stored feed is one item of a table, at most 400 kB: what does not fit is left to its summary.
function withinBudget(contents: readonly string[]): (string | undefined)[] {
  let bytes = 250_000
  return contents.map((content) => {
    bytes -= Buffer.byteLength(escapeXml(content))
    return bytes > 0 ? content : undefined
  })
}

function toRfc822(time: string): string {
  return new Date(time).toUTCString()
}
