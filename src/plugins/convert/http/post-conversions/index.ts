import { http, json } from '#framework/http.ts'
import { findUser } from '#framework/identity.ts'
import { z } from '#framework/validate.ts'
import { requestConversion } from '../../conversions.ts'
import { requireMay } from '../../route.ts'

const schema = z.object({
  converter: z.string(),
  type: z.string(),
  options: z._default(z.record(z.string(), z.any()), {}),
})

/** `POST /conversions`: begins a job, and answers the form that takes its content. */
export const handler = http(async (request) => {
  const asked = await request.json(schema)
  await requireMay(request, asked.converter)
  const user = await findUser(request)

  return json(await requestConversion({ ...asked, ...(user && { owner: user.id }) }), {
    status: 201,
  })
})
