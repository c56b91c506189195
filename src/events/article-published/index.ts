import { handleEvent } from '#framework/events.ts'
import { articlePublished } from '#shared/article-published.ts'
import { refreshPages } from '#shared/pages.ts'
import { startCounting } from '#shared/views-count.ts'

/** An article was published: it joins the feed and the sitemap, and its readers are counted. */
export const handler = handleEvent(articlePublished, async ({ slug }) => {
  await startCounting(slug)
  await refreshPages(slug)
})
