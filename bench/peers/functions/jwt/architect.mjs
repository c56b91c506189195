import arc from '@architect/functions'
import { findClaims } from '../lib/tokens.mjs'

async function requireClaims(request) {
  request.claims = await findClaims(request.headers.authorization)
  if (!request.claims) return { statusCode: 401 }
}

export const handler = arc.http(requireClaims, async ({ claims }) => ({ json: { id: claims.sub } }))
