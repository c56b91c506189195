import middy from '@middy/core'
import { findClaims } from '../lib/tokens.mjs'

const signedIn = {
  async before(request) {
    request.event.claims = await findClaims(request.event.headers.authorization)
    return request.event.claims ? undefined : { statusCode: 401, body: '' }
  },
}

export const handler = middy()
  .use(signedIn)
  .handler(async ({ claims }) => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: claims.sub }),
  }))
