import { http, json, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { requestUpload, uploadInput } from '../../request-upload.ts'

/** `POST /files/uploads`: makes ready for one file, which then goes straight to storage. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const { id: owner } = await requireUser(request)
    const input = await request.json(uploadInput)
    const ticket = await requestUpload(input, { owner })
    const headers = { location: `/files/uploads/${ticket.id}`, 'cache-control': 'no-store' }
    return json(ticket, { status: 201, headers })
  },
  { bodyLimit: 8 * 1024 },
)
