import { http, noContent } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { defineBucket } from '#framework/storage.ts'

const maps = defineBucket('maps')

/** `PUT /maps/:name`: all of a map, up to what a function takes. */
export const handler = http(async (request, { name }) => {
  const { id } = await requireUser(request)
  await maps.put(`${id}/${name}`, await request.bytes(), { contentType: 'application/json' })
  return noContent()
})
