/**
 * What the twin's pages have in common.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { html, type SafeHtml } from '#framework/html.ts'

const css = readFileSync(join(import.meta.dirname, 'pages.css'), 'utf8')

/** A whole page, and the policy that lets it load nothing. */
export function toPage(title: string, body: SafeHtml) {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Stripe twin</title>
        <link rel="stylesheet" href="/pages.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>${body}</main>
        <footer>
          The Stripe twin of this machine: a stand-in with test cards only. No money moves, nothing
          leaves this computer.
        </footer>
      </body>
    </html>`
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' http://localhost:*; base-uri 'none'; frame-ancestors 'none'",
    },
    body: String(page),
  }
}

export const styles = {
  status: 200,
  headers: { 'content-type': 'text/css; charset=utf-8' },
  body: css,
}

/** `€4.50`. */
export function toMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currency.toUpperCase(),
  })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amount / 10 ** digits)
}

export function toDate(seconds: number): string {
  return new Date(seconds * 1000).toLocaleDateString('en', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}
