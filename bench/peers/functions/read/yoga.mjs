import { GraphQLError } from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import { readSchema } from '../lib/schema.mjs'
import { readArticle } from '../lib/sdk.mjs'
import { findClaims } from '../lib/tokens.mjs'
import { toHandler } from '../lib/yoga.mjs'

const resolvers = {
  Query: {
    async article(_root, { slug }, { request }) {
      const claims = await findClaims(request.headers.get('authorization') ?? '')
      if (!claims) throw new GraphQLError('Sign in')
      return readArticle(slug)
    },
  },
}

export const handler = toHandler(
  createYoga({ schema: createSchema({ typeDefs: readSchema, resolvers }) }),
)
