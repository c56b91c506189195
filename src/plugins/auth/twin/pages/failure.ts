/**
 * Pages that explain what went wrong, where there is no application to send people back to.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import { policy } from '../call.ts'
import type { Store } from '../store.ts'
import { layout, mark } from './layout.ts'

export interface Message {
  title: string
  text: string
  details?: readonly string[]
  link?: { label: string; href: string }
}

export function renderMessage({ title, text, details = [], link }: Message): SafeHtml {
  return layout({
    title,
    body: html`<header>
        ${mark()}
        <h1>${title}</h1>
      </header>
      <p class="message">${text}</p>
      ${
        details.length > 0
          ? html`<ul class="details">
              ${details.map((line) => html`<li>${line}</li>`)}
            </ul>`
          : ''
      }
      ${link ? html`<a class="button" href="${link.href}">${link.label}</a>` : ''}`,
  })
}

/** What oidc-provider shows when it must not redirect. */
export function renderFailure(
  ctx: KoaContextWithOIDC,
  { error, error_description: description = '' }: ErrorOut,
  { tenant }: Store,
): void {
  const sent = (name: string) => String(ctx.query[name] ?? ctx.oidc.body?.[name] ?? '')
  if (error === 'invalid_redirect_uri') ctx.status = 403
  ctx.type = 'html'
  ctx.set('content-security-policy', policy())
  ctx.body = String(
    renderMessage({
      title: 'Oops!, something went wrong',
      ...explain(error, description, { sent, callbackUrls: tenant.callbackUrls }),
      link: { label: 'To the site', href: tenant.siteOrigin },
    }),
  )
}

function explain(
  error: string,
  description: string,
  { sent, callbackUrls }: { sent: (name: string) => string; callbackUrls: readonly string[] },
): Pick<Message, 'text' | 'details'> {
  if (error === 'invalid_client') {
    return { text: `invalid_request: Unknown client: ${sent('client_id')}` }
  }
  if (error !== 'invalid_redirect_uri') return { text: `${error}: ${description}` }

  const uri = sent('redirect_uri')
  const details = ['The twin allows these, letter by letter:', ...callbackUrls]
  return sent('response_mode') === 'web_message'
    ? { text: `The specified redirect_uri '${uri}' does not have a registered origin.`, details }
    : {
        text: `Callback URL mismatch. ${uri} is not in the list of allowed callback URLs`,
        details,
      }
}
