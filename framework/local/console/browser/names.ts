/**
 * The list beside what was chosen from it: tables, buckets.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'

export interface Choice {
  name: string
  href: string
  /** How much is in it. */
  count: string
}

export function names(choices: readonly Choice[], chosen: string | undefined): TemplateResult {
  return html`<ul class="names">
    ${choices.map(
      ({ name, href, count }) =>
        html`<li>
          <a href=${href} aria-current=${name === chosen ? 'true' : nothing}
            ><span class="name">${name}</span><span class="count">${count}</span></a
          >
        </li>`,
    )}
  </ul>`
}
