import { mayRead, toPublic } from '#shared/access.ts'
import { findArticle, listArticles } from '#shared/articles.ts'
import { toCard, toView } from '#shared/cards.ts'
import { toImageSources } from '#shared/cover-address.ts'
import { errors } from '#shared/errors.ts'
import { page } from '#shared/page.ts'
import { toSlots } from '#shared/render-page.ts'
import { articlePage } from '#shared/views/article-page.ts'

/** `GET /articles/:slug`: one article, and three others to go on with. */
export const handler = page(async (request, params) => {
  const slug = params['slug']!
  const [article, newest] = await Promise.all([findArticle(slug), listArticles({ first: 4 })])
  if (!article) throw errors.ARTICLE_NOT_FOUND()

  const path = `/articles/${slug}`
  const isWhole = await mayRead(article, request)
  const more = newest.items.filter((other) => other.slug !== slug).slice(0, 3)
  const pictures = toImageSources([article, ...more])

  return {
    title: article.title,
    description: article.summary,
    path,
    // Not the same for everybody: no cache may keep it.
    isPrivate: article.access === 'members',
    ogType: 'article',
    ...(article.cover && { ogImage: article.cover }),
    ...(pictures && { csp: pictures }),
    ...(article.publishedAt && { publishedAt: article.publishedAt }),
    body: articlePage({
      article: toView(isWhole ? article : toPublic(article)),
      isTeaser: !isWhole,
      memberSlots: isWhole ? [] : toSlots('members-only', path),
      more: more.map(toCard),
      endSlots: toSlots('article-end', path),
    }),
  }
})
