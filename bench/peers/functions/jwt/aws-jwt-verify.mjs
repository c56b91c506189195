import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'

// Its own fetcher takes https alone.
const { get } = process.getBuiltinModule('node:http')
const fetcher = {
  fetch: (uri) =>
    new Promise((resolve, reject) => {
      get(uri, async (response) => resolve(Buffer.concat(await response.toArray()))).on(
        'error',
        reject,
      )
    }),
}

const { ISSUER, AUTH0_AUDIENCE, JWKS_URI } = process.env
const verifier = JwtVerifier.create(
  { issuer: ISSUER, audience: AUTH0_AUDIENCE, jwksUri: JWKS_URI },
  { jwksCache: new SimpleJwksCache({ fetcher }) },
)

export async function handler({ headers }) {
  try {
    const { sub } = await verifier.verify(headers.authorization.replace('Bearer ', ''))
    return toAnswer(200, { id: sub })
  } catch {
    return toAnswer(401, {})
  }
}

function toAnswer(statusCode, body) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}
