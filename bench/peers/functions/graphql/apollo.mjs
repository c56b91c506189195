import { ApolloServer } from '@apollo/server'
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda'
import { articles } from '../articles.mjs'
import { listSchema } from '../lib/schema.mjs'

const resolvers = { Query: { articles: () => articles } }

export const handler = startServerAndCreateLambdaHandler(
  new ApolloServer({ typeDefs: listSchema, resolvers }),
  handlers.createAPIGatewayProxyEventV2RequestHandler(),
)
