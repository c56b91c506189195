import { http, json, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { z } from '#framework/validate.ts'
import { requestWithHandles } from '#services/convert'

const wanted = z.object({ format: z.enum(['pdf', 'png', 'svg', 'docx', 'html', 'markdown']) })

/** `POST /exports`: a form that takes the map, and where its result will be, or its error. */
export const handler = http(async (request) => {
  requireSameOrigin(request)
  const { id: owner } = await requireUser(request)
  const options = await request.json(wanted)
  const map = { converter: 'mind-map', type: 'application/json' }
  const headers = { 'cache-control': 'no-store' }
  return json(await requestWithHandles({ ...map, options, owner }), { status: 201, headers })
})
