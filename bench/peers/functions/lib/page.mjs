/**
 * The page of an article, of strings.
 *
 * @module
 */
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text) => String(text).replace(/[&<>"']/g, (it) => entities[it])

export const toPage = ({ title, summary, author, body, tags }) => `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${escape(title)}</title>
        <meta name="description" content="${escape(summary)}" />
      </head>
      <body>
        <article>
          <h1>${escape(title)}</h1>
          <p>${escape(author)}</p>
          <ul>
            ${tags.map((tag) => `<li>${escape(tag)}</li>`).join('')}
          </ul>
          ${body}
        </article>
      </body>
    </html>`
