import awsLambdaFastify from '@fastify/aws-lambda'
import fastify from 'fastify'
import { toPage } from '../lib/page.mjs'
import { readArticle } from '../lib/sdk.mjs'

const app = fastify()
app.get('/articles/:slug', async ({ params }, reply) => {
  const article = await readArticle(params.slug)
  return article ? reply.type('text/html').send(toPage(article)) : reply.code(404).send()
})

export const handler = awsLambdaFastify(app)
