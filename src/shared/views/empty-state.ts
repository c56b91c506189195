/**
 * What stands on the front page before anything is published.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { cover } from './cover.ts'

/** An opening with nothing in it yet. */
export function emptyState({ canWrite }: { canWrite?: boolean | undefined } = {}): SafeHtml {
  return html`<section class="page empty" aria-labelledby="empty">
    <div class="empty-cover">${cover('nothing-yet')}</div>
    <div>
      <h2 class="page-title" id="empty">The first page is still blank</h2>
      <p class="standfirst">
        Nothing has been published yet. The best moment of any magazine, in its way.
      </p>
      ${canWrite ? html`<p><a class="button" href="/write">Write the first article</a></p>` : null}
    </div>
  </section>`
}
