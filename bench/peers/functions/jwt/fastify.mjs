import awsLambdaFastify from '@fastify/aws-lambda'
import fastify from 'fastify'
import { findClaims } from '../lib/tokens.mjs'

const app = fastify()
app.addHook('onRequest', async (request, reply) => {
  request.claims = await findClaims(request.headers.authorization)
  if (!request.claims) return reply.code(401).send()
})
app.get('/me', async ({ claims }) => ({ id: claims.sub }))

export const handler = awsLambdaFastify(app)
