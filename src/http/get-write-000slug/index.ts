import { requireUser } from '#framework/identity.ts'
import { findManuscript } from '#shared/articles.ts'
import { toDraft } from '#shared/cards.ts'
import { toEditor } from '#shared/editor.ts'
import { errors } from '#shared/errors.ts'
import { page } from '#shared/page.ts'

/** `GET /write/:slug`: an article to go on with. */
export const handler = page(async (request, params) => {
  const writer = await requireUser(request, { permission: 'articles:write' })
  const article = await findManuscript(params['slug']!)
  if (!article) throw errors.ARTICLE_NOT_FOUND()

  return toEditor(writer, { article: toDraft(article), saved: request.query.has('saved') })
})
