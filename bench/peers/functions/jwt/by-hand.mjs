import { findClaims } from '../lib/by-hand.mjs'

export async function handler(event) {
  const claims = await findClaims(event)
  return {
    statusCode: claims ? 200 : 401,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claims ? { id: claims.sub } : {}),
  }
}
