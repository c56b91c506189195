import { http, json } from '#framework/http.ts'
import { heard } from '../../probe.ts'

/** `GET /probe/:what`: whether it has arrived. */
export const handler = http(async (_request, { what }) => {
  const found = await heard.get({ id: what! }, { consistent: true })
  return json({ answer: 'first', heard: found !== undefined })
})
