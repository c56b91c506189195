import { html as page, http } from '#framework/http.ts'
import { html } from '#framework/html.ts'
import { defineTable } from '#framework/tables.ts'

interface Article {
  slug: string
  title: string
  summary: string
  author: string
  body: string
  tags: string[]
}

const articles = defineTable<Article, 'slug'>('articles', { key: ['slug'] })

/** `GET /articles/:slug`: a page of one article of a table. */
export const handler = http(async (_request, { slug = '' }) => {
  const article = await articles.get({ slug })
  return article ? page(toPage(article)) : page(html`<h1>Not found</h1>`, { status: 404 })
})

function toPage({ title, summary, author, body, tags }: Article) {
  return html`<!doctype html>
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
          ${html.raw`${body}`}
        </article>
      </body>
    </html>`
}
