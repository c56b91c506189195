import { http, noContent, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { saveRenditions } from '../../profiles.ts'
import { renewal } from '../../renewal.ts'

/** `PUT /renditions`: another profile; what it changes is made anew of all pictures. */
export const handler = http(async (request) => {
  requireSameOrigin(request)
  const { id: owner } = await requireUser(request)
  await saveRenditions(owner, await request.json())
  await renewal.send({ owner })
  return noContent()
})
