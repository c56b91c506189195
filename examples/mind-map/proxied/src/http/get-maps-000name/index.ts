import { kernelErrors } from '#framework/errors.ts'
import { bytes, http } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { defineBucket } from '#framework/storage.ts'

const maps = defineBucket('maps')

/** `GET /maps/:name`: all of a map. */
export const handler = http(async (request, { name }) => {
  const { id } = await requireUser(request)
  const found = await maps.get(`${id}/${name}`)
  if (!found) throw kernelErrors.NOT_FOUND()
  return bytes(found.bytes, { headers: { 'content-type': 'application/json' } })
})
