import express from 'express'
import { buildSchema } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/express'
import serverless from 'serverless-http'
import { readSchema } from '../lib/schema.mjs'
import { readArticle } from '../lib/sdk.mjs'
import { findClaims } from '../lib/tokens.mjs'

const app = express()
app.use(express.json())
app.use(async (request, response, next) => {
  if (await findClaims(request.headers.authorization)) next()
  else response.status(401).end()
})
const rootValue = { article: ({ slug }) => readArticle(slug) }
app.all('/graphql', createHandler({ schema: buildSchema(readSchema), rootValue }))

export const handler = serverless(app)
