/**
 * The document that every page stands in: head, header, foot.
 *
 * @module
 */
import { asset } from 'plugboard:assets'
import { html, type SafeHtml } from '#framework/html.ts'
import { site } from '../site.ts'
import { mark } from './mark.ts'
import type { LayoutProps, MenuItem } from './types.ts'

/** The whole document. Holds nothing inline, so that a strict CSP lets all of it through. */
export function layout(props: LayoutProps): SafeHtml {
  const { path, person, menu, account = [], footer = [], body } = props

  return html`<!doctype html>
<html lang="${site.language}">
<head>
${head(props)}
</head>
<body${path === '/' && !props.title ? html` class="is-front"` : null}>
<a class="skip-link" href="#main">Skip to the text</a>
<header class="site-header">
  <a class="site-name" href="/" ${current(path, '/')}>${mark}<span>${site.name}</span></a>
  ${menu.length > 0 ? mainMenu(props) : null}
  ${account.length > 0 ? html`<div class="site-account">${[...account]}</div>` : null}
  <theme-toggle></theme-toggle>
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer class="site-footer">
  <p class="colophon">${mark} ${site.name}. <i>${site.tagline}.</i> Covers are drawn by a few lines of code, each from the address of its article.${person ? ` Signed in as ${person.name}.` : null}</p>
  <div class="footer-slots">
    ${footer.map((slot) => html`<div class="slot">${slot}</div>`)}
    <div class="slot"><a href="/feed.xml">RSS</a></div>
  </div>
</footer>
</body>
</html>
`
}

function head({
  title,
  description,
  canonical,
  feed = true,
  noindex,
  scripts = [],
  styles = [],
  ...props
}: LayoutProps) {
  const fullTitle = title ? `${title} · ${site.name}` : `${site.name}: ${site.tagline}`
  const type = props.ogType ?? 'website'
  const image = props.ogImage ?? new URL(asset('og.png'), canonical).href

  // The module sets the chosen theme, so it must run before anything is painted; it is tiny.
  return html`<meta charset="utf-8" />
    <title>${fullTitle}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="description" content="${description}" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f5f6f2" />
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#111614" />
    ${noindex ? html`<meta name="robots" content="noindex" />` : html`<link rel="canonical" href="${canonical}" />`}
    <meta property="og:site_name" content="${site.name}" />
    <meta property="og:type" content="${type}" />
    <meta property="og:title" content="${title || site.name}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${canonical}" />
    <meta property="og:image" content="${image}" />
    ${props.publishedAt ? html`<meta property="article:published_time" content="${props.publishedAt}" />` : null}
    <meta name="twitter:card" content="summary_large_image" />
    <link rel="icon" href="${asset('favicon.svg')}" type="image/svg+xml" />
    <link rel="apple-touch-icon" href="${asset('apple-touch-icon.png')}" />
    <link rel="manifest" href="${asset('site.webmanifest')}" />
    ${feed ? html`<link rel="alternate" type="application/rss+xml" title="${site.name}" href="/feed.xml" />` : null}
    <link rel="stylesheet" href="${asset('site.css')}" />
    ${styles.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
    <script type="module" src="${asset('app.js')}" blocking="render"></script>
    ${scripts.map((src) => html`<script type="module" src="${src}"></script>`)}`
}

function mainMenu({ menu, path, person }: LayoutProps) {
  return html`<nav class="site-menu" aria-label="Main">
    <ul role="list">
      ${menu.map(
        (item) =>
          html`<li ${reserved(item, person)}>
            <a href="${item.href}" ${current(path, item.href)}>${item.label}</a>
          </li>`,
      )}
    </ul>
  </nav>`
}

// A public page is the same for everybody, since caches share it: the browser knows who may see what.
function reserved({ permission }: MenuItem, person: LayoutProps['person']) {
  if (!permission || person?.permissions.includes(permission)) return null
  return html`hidden data-permission="${permission}"`
}

function current(path: string, href: string) {
  if (path === href) return html`aria-current="page"`
  return href !== '/' && path.startsWith(`${href}/`) ? html`aria-current="true"` : null
}
