import { http, noContent, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { deleteDocument } from '#services/files'

/** `DELETE /maps/:name`. */
export const handler = http(async (request, { name }) => {
  requireSameOrigin(request)
  await deleteDocument((await requireUser(request)).id, name!)
  return noContent()
})
