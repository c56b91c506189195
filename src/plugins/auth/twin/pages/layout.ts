/**
 * What every page of the twin has around it.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'

export function layout(options: { title: string; body: SafeHtml; isWide?: boolean }): SafeHtml {
  const { title, body, isWide = false } = options
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main class="${isWide ? 'desk' : 'card'}">${body}</main>
        <footer>
          <p>A stand-in for Auth0, on this machine alone. <a href="/twin">What it keeps</a></p>
        </footer>
      </body>
    </html>`
}

/** The sign of the application that people sign in to. */
export function mark(): SafeHtml {
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
    <path d="M24 3 43 10v14c0 11-8 18-19 21C13 42 5 35 5 24V10z" />
    <path class="mark-key" d="M24 15a6 6 0 0 0-2.5 11.5L20 35h8l-1.5-8.5A6 6 0 0 0 24 15z" />
  </svg>`
}
