import { http, json, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { z } from '#framework/validate.ts'
import { mostAtOnce, signParts } from '../../parts.ts'

const wanted = z.object({ numbers: z.array(z.int()).check(z.maxLength(mostAtOnce)) })

/** `POST /files/uploads/:uploadId/parts`: which parts are there, and where others go. */
export const handler = http(
  async (request, { uploadId }) => {
    requireSameOrigin(request)
    const user = await requireUser(request)
    const { numbers } = await request.json(wanted)
    const headers = { 'cache-control': 'no-store' }
    return json(await signParts(uploadId!, numbers, user), { headers })
  },
  { bodyLimit: 8 * 1024 },
)
