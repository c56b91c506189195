/**
 * A plain page, for apps without a layout of their own in `src/shared/render-page.ts`: a head, what the
 * services show on every page, and `site.css` and `app.js` where `src/browser/` has them.
 *
 * @module
 */
import { asset, findAsset } from 'plugboard:assets'
import { app } from 'plugboard:services'
import { modules } from 'plugboard:site'
import { html, type SafeHtml } from '../html.ts'
import type { Page } from '../site.ts'
import { toSlots } from './slots.ts'

export { toCsp, toSlots } from './slots.ts'

/** The whole document. Holds nothing inline, so that a strict policy lets all of it through. */
export function renderPage({ title, path, description, noindex, body }: Page): SafeHtml {
  const scripts = modules.flatMap((it) => it.scripts ?? []).map(asset)
  const styles = modules.flatMap((it) => it.styles ?? []).map(asset)
  const icon = findAsset('favicon.svg')
  const own = findAsset('app.js')

  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${description ? html`<meta name="description" content="${description}" />` : null}
        ${noindex ? html`<meta name="robots" content="noindex" />` : null}
        <link rel="icon" href="${icon ?? 'data:,'}" />
        ${['site.css']
          .map(asset)
          .concat(styles)
          .map((href) => html`<link rel="stylesheet" href="${href}" />`)}
        ${[...(own ? [own] : []), ...scripts].map((src) => html`<script type="module" src="${src}"></script>`)}
      </head>
      <body>
        <a class="skip-link" href="#main">Skip to the text</a>
        ${header(path)}
        <main id="main" tabindex="-1">${body}</main>
        ${footer(path)}
      </body>
    </html>`
}

function header(path: string): SafeHtml {
  const menu = modules.flatMap((it) => it.menu ?? [])
  const account = toSlots('account', path)
  return html`<header class="site-header">
    <a class="site-name" href="/">${toName(app)}</a>
    ${menu.map(
      ({ label, href, permission }) =>
        html`<a href="${href}" ${permission ? html`hidden data-permission="${permission}"` : null}
          >${label}</a
        >`,
    )}
    ${account.length > 0 ? html`<div class="site-account">${account}</div>` : null}
  </header>`
}

function footer(path: string): SafeHtml | null {
  const slots = toSlots('footer', path)
  return slots.length > 0 ? html`<footer class="site-footer">${slots}</footer>` : null
}

/** `image-library` as `Image library`. */
function toName(app: string): string {
  const words = app.replaceAll('-', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
