import { http, json, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { findState } from '../../answers.ts'
import { completeUpload } from '../../parts.ts'

/** `POST /files/uploads/:uploadId/complete`: puts the parts together. */
export const handler = http(async (request, { uploadId }) => {
  requireSameOrigin(request)
  const user = await requireUser(request)
  await completeUpload(uploadId!, user)
  const headers = { 'cache-control': 'no-store' }
  return json(await findState(uploadId!, user), { status: 202, headers })
})
