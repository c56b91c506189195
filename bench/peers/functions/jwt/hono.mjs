import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { jwk } from 'hono/jwk'

const { ISSUER: iss, AUTH0_AUDIENCE: aud, JWKS_URI } = process.env
const app = new Hono()
app.use('/me', jwk({ jwks_uri: JWKS_URI, alg: ['RS256'], verification: { iss, aud } }))
app.get('/me', (context) => context.json({ id: context.get('jwtPayload').sub }))

export const handler = handle(app)
