import express from 'express'
import serverless from 'serverless-http'
import { toPage } from '../lib/page.mjs'
import { readArticle } from '../lib/sdk.mjs'

const app = express()
app.get('/articles/:slug', async ({ params }, response) => {
  const article = await readArticle(params.slug)
  if (article) response.type('html').send(toPage(article))
  else response.status(404).end()
})

export const handler = serverless(app)
