import arc from '@architect/functions'
import { readArticle } from '../lib/lite.mjs'
import { toPage } from '../lib/page.mjs'

export const handler = arc.http(async ({ params }) => {
  const article = await readArticle(params.slug)
  return article ? { html: toPage(article) } : { statusCode: 404 }
})
