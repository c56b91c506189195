/**
 * The sitemap: every article's address for search engines.
 *
 * @see https://www.sitemaps.org/protocol.html
 * @module
 */
import type { ArticleSummary } from './articles.ts'
import { absolute, escapeXml } from './xml.ts'

/** The sitemap of the front page and these articles, newest first. */
export function toSitemap(articles: readonly ArticleSummary[]): string {
  const newest = articles
    .map(({ updatedAt }) => updatedAt)
    .sort()
    .at(-1)
  const entries = [
    toEntry('/', newest),
    ...articles.map(({ slug, updatedAt }) => toEntry(`/articles/${slug}`, updatedAt)),
  ]
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries.join('')}</urlset>
`
}

function toEntry(path: string, lastmod: string | undefined) {
  const modified = lastmod ? `<lastmod>${lastmod}</lastmod>` : ''
  return `<url><loc>${escapeXml(absolute(path))}</loc>${modified}</url>\n`
}
