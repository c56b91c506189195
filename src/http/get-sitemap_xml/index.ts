import { http, withEtag, xml } from '#framework/http.ts'
import { publicCache } from '#shared/caching.ts'
import { findPage } from '#shared/pages.ts'

/** `GET /sitemap.xml`: every article's address for search engines. */
export const handler = http(async () => {
  const sitemap = await findPage('/sitemap.xml')

  return withEtag(xml(sitemap, { headers: { 'cache-control': publicCache } }))
})
