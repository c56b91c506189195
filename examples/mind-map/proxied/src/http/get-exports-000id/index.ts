import { kernelErrors } from '#framework/errors.ts'
import { bytes, http } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { defineBucket } from '#framework/storage.ts'
import { findConversions } from '#services/convert'

const results = defineBucket('convert-results')

/** `GET /exports/:id`: the PDF, once it is there. */
export const handler = http(async (request, { id }) => {
  const { id: owner } = await requireUser(request)
  const [found] = await findConversions(`${owner}/${id}`)
  const file = found?.result && (await results.get(found.result.key))
  if (!file) throw kernelErrors.NOT_FOUND()
  return bytes(file.bytes, { headers: { 'content-type': file.contentType } })
})
