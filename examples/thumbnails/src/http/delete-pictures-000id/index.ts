import { http, noContent, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { forgetConversions } from '#services/convert'
import { deleteFile } from '#services/files'

/** `DELETE /pictures/:id`: a picture goes, with all its sizes. */
export const handler = http(async (request, { id }) => {
  requireSameOrigin(request)
  await deleteFile(id!, await requireUser(request))
  await forgetConversions(id!)
  return noContent()
})
