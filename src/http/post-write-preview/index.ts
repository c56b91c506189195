import { http, json, requireSameOrigin } from '#framework/http.ts'
import { previewInput } from '#shared/article-input.ts'
import { renderMarkdown } from '#shared/markdown.ts'
import { requireWriter } from '#shared/people.ts'

/** `POST /write/preview`: the HTML that a body would become. */
export const handler = http(async (request) => {
  requireSameOrigin(request)
  await requireWriter(request)
  const { body } = await request.json(previewInput)

  return json({ html: renderMarkdown(body) }, { headers: { 'cache-control': 'private, no-store' } })
})
