import { requireUser } from '#framework/identity.ts'
import { toEditor } from '#shared/editor.ts'
import { page } from '#shared/page.ts'

/** `GET /write`: a new article, and the drafts there are. */
export const handler = page(async (request) =>
  toEditor(await requireUser(request, { permission: 'articles:write' })),
)
