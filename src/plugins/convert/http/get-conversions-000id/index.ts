import { http, json } from '#framework/http.ts'
import { findUser } from '#framework/identity.ts'
import { findConversion } from '../../conversions.ts'

/** `GET /conversions/:id`: how far it is; its result, or its error. */
export const handler = http(async (request, params) => {
  const user = await findUser(request)

  return json(await findConversion(params['id']!, user?.id))
})
