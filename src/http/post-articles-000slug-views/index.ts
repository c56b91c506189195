import { http, noContent, requireSameOrigin } from '#framework/http.ts'
import { articleViewed } from '#shared/article-viewed.ts'
import { errors } from '#shared/errors.ts'
import { isSlug } from '#shared/slug.ts'

/** `POST /articles/:slug/views`: a reader's browser tells that an article is being read. */
export const handler = http(async (request, params) => {
  requireSameOrigin(request)
  const slug = params['slug']
  if (!isSlug(slug)) throw errors.ARTICLE_NOT_FOUND()

  // Whether there is such an article is asked once for a whole batch, where the views are counted.
  await articleViewed.send({ slug })

  return noContent()
})
