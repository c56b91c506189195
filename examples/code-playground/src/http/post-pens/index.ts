import { requireRate } from '#services/convert/rate'
import { http, json } from '#framework/http.ts'
import { penSchema, savePen } from '../../shared/pens.ts'

/** `POST /pens`: keeps a pen, and answers its address. */
export const handler = http(
  async (request) => {
    await requireRate(request, 'pens', 30)
    const id = await savePen(await request.json(penSchema))
    return json({ id }, { status: 201, headers: { location: `/pens/${id}` } })
  },
  { bodyLimit: 64 * 1024 },
)
