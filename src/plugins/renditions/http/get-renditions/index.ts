import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { countOpenConversions } from '#services/convert'
import { findRenditions } from '../../profiles.ts'

/** `GET /renditions`: somebody's profile, and how many renditions of theirs are still to be made. */
export const handler = http(async (request) => {
  const { id } = await requireUser(request)
  const [renditions, open] = await Promise.all([findRenditions(id), countOpenConversions(id)])
  return json({ renditions, open })
})
