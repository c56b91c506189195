import { http, noContent } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { defineBucket } from '#framework/storage.ts'
import { startConversions } from '#services/convert'

const exported = defineBucket('exports')

/** `POST /exports/:id`: takes a map, and has a PDF made of it. */
export const handler = http(async (request, { id }) => {
  const { id: owner } = await requireUser(request)
  const key = `${owner}/${id}`
  await exported.put(key, await request.bytes(), { contentType: 'application/json' })
  const renditions = { pdf: { format: 'pdf' } }
  await startConversions(exported, { key, owner, converter: 'mind-map', renditions })
  return noContent()
})
