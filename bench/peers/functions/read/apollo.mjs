import { ApolloServer } from '@apollo/server'
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda'
import { GraphQLError } from 'graphql'
import { readSchema } from '../lib/schema.mjs'
import { readArticle } from '../lib/sdk.mjs'
import { findClaims } from '../lib/tokens.mjs'

const resolvers = {
  Query: {
    article(_root, { slug }, { claims }) {
      if (!claims) throw new GraphQLError('Sign in')
      return readArticle(slug)
    },
  },
}

export const handler = startServerAndCreateLambdaHandler(
  new ApolloServer({ typeDefs: readSchema, resolvers }),
  handlers.createAPIGatewayProxyEventV2RequestHandler(),
  { context: async ({ event }) => ({ claims: await findClaims(event.headers.authorization) }) },
)
