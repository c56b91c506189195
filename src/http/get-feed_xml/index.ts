import { http, withEtag, xml } from '#framework/http.ts'
import { publicCache } from '#shared/caching.ts'
import { findPage } from '#shared/pages.ts'

/** `GET /feed.xml`: the newest articles for feed readers. */
export const handler = http(async () => {
  const feed = await findPage('/feed.xml')

  return withEtag(
    xml(feed, {
      headers: {
        'content-type': 'application/rss+xml; charset=utf-8',
        'cache-control': publicCache,
      },
    }),
  )
})
