import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { html, raw } from 'hono/html'
import { readArticle } from '../lib/sdk.mjs'

const app = new Hono()
app.get('/articles/:slug', async (context) => {
  const article = await readArticle(context.req.param('slug'))
  return article ? context.html(toPage(article)) : context.notFound()
})

export const handler = handle(app)

const toPage = ({ title, summary, author, body, tags }) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="description" content="${summary}" />
      </head>
      <body>
        <article>
          <h1>${title}</h1>
          <p>${author}</p>
          <ul>
            ${tags.map((tag) => html`<li>${tag}</li>`)}
          </ul>
          ${raw(body)}
        </article>
      </body>
    </html>`
