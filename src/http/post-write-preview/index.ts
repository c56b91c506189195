import { http, json, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { previewInput } from '#shared/article-input.ts'
import { renderMarkdown } from '#shared/markdown.ts'

/** `POST /write/preview`: the HTML that a body would become. */
export const handler = http(async (request) => {
  requireSameOrigin(request)
  await requireUser(request, { permission: 'articles:write' })
  const { body } = await request.json(previewInput)

  return json({ html: renderMarkdown(body) }, { headers: { 'cache-control': 'private, no-store' } })
})
