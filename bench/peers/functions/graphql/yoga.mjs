import { createSchema, createYoga } from 'graphql-yoga'
import { articles } from '../articles.mjs'
import { listSchema } from '../lib/schema.mjs'
import { toHandler } from '../lib/yoga.mjs'

const resolvers = { Query: { articles: () => articles } }

export const handler = toHandler(
  createYoga({ schema: createSchema({ typeDefs: listSchema, resolvers }) }),
)
