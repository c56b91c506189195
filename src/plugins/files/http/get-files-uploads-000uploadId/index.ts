import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { findState } from '../../answers.ts'

/** `GET /files/uploads/:uploadId`: whether the file is there yet, or why it never will be. */
export const handler = http(async (request, { uploadId }) => {
  const user = await requireUser(request)
  const headers = { 'cache-control': 'no-store' }
  return json(await findState(uploadId!, user), { headers })
})
