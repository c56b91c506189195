/**
 * Days as people read them, in UTC wherever the page is made.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** `21 December 2026`, of seconds since 1970 or of ISO 8601. */
export function day(moment: number | string): SafeHtml {
  const date = new Date(typeof moment === 'number' ? moment * 1000 : moment)
  return html`<time datetime="${date.toISOString()}">${format.format(date)}</time>`
}
