import { redirect, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { toEditor, toInput, toRefusal, toTyped } from '#shared/editor.ts'
import { renderMarkdown } from '#shared/markdown.ts'
import { page } from '#shared/page.ts'
import { publishArticle, saveArticle } from '#shared/publishing.ts'

/** `POST /write`: saves, publishes or previews what was typed, and loses none of it. */
export const handler = page(async (request) => {
  requireSameOrigin(request)
  const writer = await requireUser(request, { permission: 'articles:write' })
  const { intent, ...form } = await request.form()
  const typed = toTyped(form)

  if (intent === 'preview') {
    return toEditor(writer, { article: typed, preview: renderMarkdown(typed.body ?? '') })
  }

  try {
    const { slug } = await saveArticle(toInput(typed), writer)
    if (intent !== 'publish') return redirect(`/write/${slug}?saved`)

    await publishArticle(slug, writer)
    return redirect(`/articles/${slug}`)
  } catch (error) {
    return toEditor(writer, await toRefusal(error, typed))
  }
})
