import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { listDocuments } from '#services/files'

/** `GET /maps`: what somebody has saved. */
export const handler = http(async (request) => {
  const { id } = await requireUser(request)
  return json({ maps: await listDocuments(id) }, { headers: { 'cache-control': 'no-store' } })
})
