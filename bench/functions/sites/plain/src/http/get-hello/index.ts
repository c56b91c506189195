import { http, json } from '#framework/http.ts'

/** `GET /hello` */
export const handler = http(() => json({ hello: 'world' }))
