import { graphqlServer } from '@hono/graphql-server'
import { buildSchema } from 'graphql'
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { articles } from '../articles.mjs'
import { listSchema } from '../lib/schema.mjs'

const app = new Hono()
const rootResolver = () => ({ articles: () => articles })
app.use('/graphql', graphqlServer({ schema: buildSchema(listSchema), rootResolver }))

export const handler = handle(app)
