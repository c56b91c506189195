import express from 'express'
import serverless from 'serverless-http'
import { findClaims } from '../lib/tokens.mjs'

const app = express()
app.use(async (request, response, next) => {
  request.claims = await findClaims(request.headers.authorization)
  if (request.claims) next()
  else response.status(401).end()
})
app.get('/me', ({ claims }, response) => response.json({ id: claims.sub }))

export const handler = serverless(app)
