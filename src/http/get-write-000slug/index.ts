import { findManuscript } from '#shared/articles.ts'
import { toDraft } from '#shared/cards.ts'
import { toEditor } from '#shared/editor.ts'
import { errors } from '#shared/errors.ts'
import { page } from '#shared/page.ts'
import { requireWriter } from '#shared/people.ts'

/** `GET /write/:slug`: an article to go on with. */
export const handler = page(async (request, params) => {
  const person = await requireWriter(request)
  const article = await findManuscript(params['slug']!)
  if (!article) throw errors.ARTICLE_NOT_FOUND()

  return toEditor(person, { article: toDraft(article), saved: request.query.has('saved') })
})
