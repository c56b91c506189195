import awsLambdaFastify from '@fastify/aws-lambda'
import fastify from 'fastify'
import mercurius from 'mercurius'
import { readSchema } from '../lib/schema.mjs'
import { readArticle } from '../lib/sdk.mjs'
import { findClaims } from '../lib/tokens.mjs'

const app = fastify()
app.register(mercurius, {
  schema: readSchema,
  context: async ({ headers }) => ({ claims: await findClaims(headers.authorization) }),
  resolvers: {
    Query: {
      article(_root, { slug }, { claims }) {
        if (!claims) throw new Error('Sign in')
        return readArticle(slug)
      },
    },
  },
})

export const handler = awsLambdaFastify(app)
