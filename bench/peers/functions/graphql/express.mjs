import express from 'express'
import { buildSchema } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/express'
import serverless from 'serverless-http'
import { articles } from '../articles.mjs'
import { listSchema } from '../lib/schema.mjs'

const app = express()
app.use(express.json())
const rootValue = { articles: () => articles }
app.all('/graphql', createHandler({ schema: buildSchema(listSchema), rootValue }))

export const handler = serverless(app)
