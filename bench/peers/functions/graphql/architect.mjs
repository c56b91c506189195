import arc from '@architect/functions'
import { buildSchema, graphql } from 'graphql'
import { articles } from '../articles.mjs'
import { listSchema } from '../lib/schema.mjs'

const schema = buildSchema(listSchema)
const rootValue = { articles: () => articles }

export const handler = arc.http(async ({ body }) => ({
  json: await graphql({ schema, source: body.query, variableValues: body.variables, rootValue }),
}))
