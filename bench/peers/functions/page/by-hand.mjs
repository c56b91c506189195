import { readArticle } from '../lib/by-hand.mjs'
import { toPage } from '../lib/page.mjs'

export async function handler({ pathParameters }) {
  const article = await readArticle(pathParameters.slug)
  return {
    statusCode: article ? 200 : 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: article ? toPage(article) : 'Not found',
  }
}
