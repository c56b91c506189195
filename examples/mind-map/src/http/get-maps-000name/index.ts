import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { openDocument } from '#services/files'

/** A map, with the pictures that it may hold. */
const maxBytes = 100_000_000

/** `GET /maps/:name`: where a map is loaded from, and saved to: for the next 15 minutes, past us. */
export const handler = http(async (request, { name }) => {
  const { id } = await requireUser(request)
  const saved = { type: 'application/json', encoding: 'gzip', maxBytes }
  return json(await openDocument(id, { name: name!, ...saved }), {
    headers: { 'cache-control': 'no-store' },
  })
})
