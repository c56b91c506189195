/**
 * HTML as tagged templates: `` html`<h1>${title}</h1>` `` escapes each value that is not itself
 * `SafeHtml`; `html.raw` takes markup that is already known to be safe.
 *
 * @module
 */
export { html, isSafeHtml, type SafeHtml } from '@remix-run/html-template'
