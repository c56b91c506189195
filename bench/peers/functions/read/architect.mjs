import arc from '@architect/functions'
import { buildSchema, graphql } from 'graphql'
import { readArticle } from '../lib/lite.mjs'
import { readSchema } from '../lib/schema.mjs'
import { findClaims } from '../lib/tokens.mjs'

const schema = buildSchema(readSchema)
const rootValue = { article: ({ slug }) => readArticle(slug) }

async function requireClaims({ headers }) {
  if (!(await findClaims(headers.authorization))) return { statusCode: 401 }
}

export const handler = arc.http(requireClaims, async ({ body }) => ({
  json: await graphql({ schema, source: body.query, variableValues: body.variables, rootValue }),
}))
