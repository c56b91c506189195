import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { listFiles } from '#services/files'
import { toPictures } from '../../shared/pictures.ts'

/** `GET /pictures?after=…`: somebody's own pictures, newest first. */
export const handler = http(async (request) => {
  const user = await requireUser(request)
  const after = request.query.get('after') ?? undefined

  const { items, cursor } = await listFiles({ owner: user.id, by: user }, { first: 48, after })
  return json({ pictures: await toPictures(items), after: cursor })
})
