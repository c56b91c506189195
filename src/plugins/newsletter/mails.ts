/**
 * What we write to people.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'
import { html, type SafeHtml } from '#framework/html.ts'
import { createConfirmLink, createUnsubscribeLink, type Confirmation } from './links.ts'

/** A published article, as far as a notice tells of it. */
export interface Article {
  slug: string
  title: string
  summary: string
  url: string
}

/** A mail but for whom it goes to. */
export interface Letter {
  subject: string
  text: string
  html: string
  headers?: Record<string, string>
}

/** Asks whether it was really they who subscribed. */
export function toConfirmMail(confirmation: Confirmation): Letter {
  const link = createConfirmLink(confirmation)
  return {
    subject: `Confirm your subscription to ${siteName()}`,
    text: [
      `Somebody, we hope you, asked to get the newsletter of ${siteName()} at this address.`,
      `To confirm it, open this page within 48 hours:`,
      link,
      `If it was not you, do nothing: you will get no newsletter.`,
    ].join('\n\n'),
    html: letter(html`
      <p>
        Somebody, we hope you, asked to get the newsletter of ${siteName()} at this address. To
        confirm it, open this page within 48 hours:
      </p>
      <p><a href="${link}">Confirm my subscription</a></p>
      <p>If it was not you, do nothing: you will get no newsletter.</p>
    `),
  }
}

/** Tells a subscriber who filled in the form again that all is well. */
export function toAlreadyMail({ id }: { id: string }): Letter {
  const link = createUnsubscribeLink(id)
  return {
    subject: `You are subscribed to ${siteName()}`,
    text: [
      `Somebody asked to get the newsletter of ${siteName()} at this address. You have subscribed`,
      `to it already, so there is nothing to do.`,
      ``,
      `To unsubscribe: ${link}`,
    ].join('\n'),
    html: letter(html`
      <p>
        Somebody asked to get the newsletter of ${siteName()} at this address. You have subscribed
        to it already, so there is nothing to do.
      </p>
      <p><a href="${link}">Unsubscribe</a></p>
    `),
    headers: listHeaders(link),
  }
}

/** Tells a subscriber of a new article. */
export function toNotice({ title, summary, url }: Article, { id }: { id: string }): Letter {
  const link = createUnsubscribeLink(id)
  return {
    // A title may hold what a header may not.
    subject: title
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 200),
    text: [
      title,
      summary,
      `Read it: ${url}`,
      `--\nYou get this because you subscribed to ${siteName()}. To unsubscribe: ${link}`,
    ].join('\n\n'),
    html: letter(html`
      <h1>${title}</h1>
      <p>${summary}</p>
      <p><a href="${url}">Read the article</a></p>
      <hr />
      <p>You get this because you subscribed to ${siteName()}. <a href="${link}">Unsubscribe</a></p>
    `),
    headers: listHeaders(link),
  }
}

/** RFC 8058: mail programs show a button that posts to the link. Gmail and Yahoo demand it. */
function listHeaders(link: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${link}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

function siteName(): string {
  return new URL(appUrl()).host
}

function letter(body: SafeHtml): string {
  return String(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
        </head>
        <body>
          ${body}
        </body>
      </html>`,
  )
}
