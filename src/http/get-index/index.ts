import { listArticles } from '#shared/articles.ts'
import { toCard } from '#shared/cards.ts'
import { toImageSources } from '#shared/cover-address.ts'
import { mostRead } from '#shared/digests.ts'
import { page } from '#shared/page.ts'
import { toSlots } from '#shared/render-page.ts'
import { frontPage } from '#shared/views/front-page.ts'

/** `GET /`: the newest articles, and with `?after=` the ones before them. */
export const handler = page(async (request) => {
  const after = request.query.get('after') || undefined
  const [{ items, cursor }, read] = await Promise.all([
    listArticles({ first: 10, after }),
    after ? [] : mostRead(),
  ])
  const pictures = toImageSources(items)

  return {
    title: after ? 'Older articles' : '',
    path: '/',
    noindex: after !== undefined,
    ...(pictures && { csp: pictures }),
    body: frontPage({
      articles: items.map(toCard),
      mostRead: read,
      homeSlots: after ? [] : toSlots('home', '/'),
      older: after !== undefined,
      ...(cursor && { nextCursor: cursor }),
    }),
  }
})
