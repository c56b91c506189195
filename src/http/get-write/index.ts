import { toEditor } from '#shared/editor.ts'
import { page } from '#shared/page.ts'
import { requireWriter } from '#shared/people.ts'

/** `GET /write`: a new article, and the drafts there are. */
export const handler = page(async (request) => toEditor(await requireWriter(request)))
