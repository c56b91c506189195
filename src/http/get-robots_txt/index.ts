import { http, text } from '#framework/http.ts'
import { publicCache } from '#shared/caching.ts'
import { absolute } from '#shared/xml.ts'

/** `GET /robots.txt`: what crawlers may read. */
export const handler = http(() => {
  // A staging site with the same articles would compete with the real one.
  const rules =
    process.env['ARC_ENV'] === 'staging'
      ? ['Disallow: /']
      : ['Disallow: /write', 'Disallow: /graphql']

  const lines = ['User-agent: *', ...rules, '', `Sitemap: ${absolute('/sitemap.xml')}`, '']
  return text(lines.join('\n'), { headers: { 'cache-control': publicCache } })
})
