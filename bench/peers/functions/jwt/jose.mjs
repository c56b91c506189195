import { findClaims } from '../lib/tokens.mjs'

export async function handler({ headers }) {
  const claims = await findClaims(headers.authorization)
  return {
    statusCode: claims ? 200 : 401,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claims ? { id: claims.sub } : {}),
  }
}
