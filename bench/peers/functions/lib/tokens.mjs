/**
 * Whoever sent a token, by jose as it is documented.
 *
 * @module
 */
import { createRemoteJWKSet, jwtVerify } from 'jose'

const keys = createRemoteJWKSet(new URL(process.env.JWKS_URI))

/** The claims of an `Authorization` header; undefined where they are not valid. */
export async function findClaims(authorization = '') {
  try {
    const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), keys, {
      issuer: process.env.ISSUER,
      audience: process.env.AUTH0_AUDIENCE,
      algorithms: ['RS256'],
    })
    return payload
  } catch {
    return undefined
  }
}
