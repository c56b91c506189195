import { http, noContent } from '#framework/http.ts'
import { z } from '#framework/validate.ts'
import { happened, rows, work } from '../../probe.ts'

const body = z.object({ to: z.enum(['queue', 'event', 'stream']), text: z.string() })

/** `POST /probe`: sends something on its way. */
export const handler = http(async (request) => {
  const { to, text } = await request.json(body)

  if (to === 'queue') await work.send({ text })
  else if (to === 'event') await happened.publish({ text })
  else await rows.put({ id: text })

  return noContent()
})
