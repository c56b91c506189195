/**
 * The outbox as pages: a list, a mail, and the mail's own HTML in its cage.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { SentMail } from './outbox.ts'

/** All mails, newest first. `version` changes with every mail; the page's script looks at it. */
export function renderList(mails: readonly SentMail[], version: string): SafeHtml {
  const rows = mails.toReversed().map(
    (mail) =>
      html`<li>
        <a href="/mails/${mail.id}">
          <strong>${mail.subject}</strong>
          <span>${mail.to.join(', ')}</span>
          <time datetime="${mail.sentAt}">${toTime(mail.sentAt)}</time>
        </a>
      </li>`,
  )
  const empty = html`<p class="empty">
    No mail yet. Subscribe to the newsletter, say, and it appears here: nothing leaves this machine.
  </p>`

  return layout({
    title: 'Mail outbox',
    version,
    body: html`<h1>Mail outbox <small>${mails.length}</small></h1>
      ${
        rows.length > 0
          ? html`<ol class="mails">
              ${rows}
            </ol>`
          : empty
      }`,
  })
}

/** One mail: its headers, its text with live links, its HTML in a frame. */
export function renderMail(mail: SentMail): SafeHtml {
  const headers: [string, string][] = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ...(mail.cc.length > 0 ? [['Cc', mail.cc.join(', ')] as [string, string]] : []),
    ...(mail.bcc.length > 0 ? [['Bcc', mail.bcc.join(', ')] as [string, string]] : []),
    ...(mail.replyTo.length > 0 ? [['Reply-To', mail.replyTo.join(', ')] as [string, string]] : []),
    ['Date', mail.sentAt],
    ...Object.entries(mail.headers),
  ]

  return layout({
    title: mail.subject,
    body: html`<nav><a href="/">All mails</a> <a href="/mails/${mail.id}.eml">Save as .eml</a></nav>
      <h1>${mail.subject}</h1>
      <dl>
        ${headers.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${
        mail.text
          ? html`<h2>Text</h2>
              <div class="text">${linkify(mail.text)}</div>`
          : ''
      }
      ${mail.html ? renderFrame(mail.id) : ''}`,
  })
}

/** What stands where there is nothing. */
export function renderMissing(): SafeHtml {
  return layout({
    title: 'Not here',
    body: html`<h1>Not here</h1>
      <p>There is no such mail. It may have been cleared. <a href="/">All mails</a></p>`,
  })
}

/** The mail's HTML as a document whose links open outside the frame. */
export function toFrameDocument(mail: SentMail): string {
  return `<!doctype html><base target="_blank">${mail.html ?? ''}`
}

function renderFrame(id: string): SafeHtml {
  // Scripts stay off and the origin opaque; links may open in a tab of their own.
  return html`<h2>HTML</h2>
    <iframe
      src="/mails/${id}/html"
      title="The mail as HTML"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    ></iframe>`
}

function linkify(text: string): SafeHtml[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))
}

function layout(page: { title: string; body: SafeHtml; version?: string }): SafeHtml {
  return html`<!doctype html>
    <html lang="en" ${page.version ? html` data-version="${page.version}"` : ''}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${page.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/outbox.css" />
        ${page.version ? html`<script type="module" src="/outbox.js"></script>` : ''}
      </head>
      <body>
        <main>${page.body}</main>
      </body>
    </html>`
}

function toTime(iso: string): string {
  return iso.replace('T', ' ').slice(0, 19)
}
