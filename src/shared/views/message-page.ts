/**
 * A page that says one thing: subscribed, confirmed, sent.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { MessagePageProps } from './types.ts'

/** A title, a text, and at most one thing to do next. */
export function messagePage({ title, text, action }: MessagePageProps): SafeHtml {
  return html`<section class="page message" aria-labelledby="message">
    <h1 class="page-title" id="message">${title}</h1>
    ${typeof text === 'string' ? html`<p class="standfirst">${text}</p>` : html`<div class="stack">${text}</div>`}
    ${action ? html`<p><a class="button" href="${action.href}">${action.label}</a></p>` : null}
  </section>`
}
