import { Router, UnauthorizedError } from '@aws-lambda-powertools/event-handler/http'
import { findClaims } from '../lib/tokens.mjs'

const app = new Router()
app.get('/me', async ({ req }) => {
  const claims = await findClaims(req.headers.get('authorization') ?? '')
  if (!claims) throw new UnauthorizedError('Sign in')
  return { id: claims.sub }
})

export const handler = async (event, context) => app.resolve(event, context)
