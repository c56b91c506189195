import awsLambdaFastify from '@fastify/aws-lambda'
import fastify from 'fastify'
import mercurius from 'mercurius'
import { articles } from '../articles.mjs'
import { listSchema } from '../lib/schema.mjs'

const app = fastify()
const resolvers = { Query: { articles: () => articles } }
app.register(mercurius, { schema: listSchema, resolvers, jit: 1 })

export const handler = awsLambdaFastify(app)
