import { http, noContent, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { deleteFile } from '../../deletion.ts'

/** `DELETE /files/:fileId`: its owner takes a file away. */
export const handler = http(async (request, { fileId }) => {
  requireSameOrigin(request)
  await deleteFile(fileId!, await requireUser(request))
  return noContent()
})
