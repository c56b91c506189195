import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'

/** `GET /me`: whoever sent the token. */
export const handler = http(async (request) => {
  const { id } = await requireUser(request)
  return json({ id })
})
