/**
 * The magazine's mark: a beam on two posts.
 *
 * @module
 */
import { html } from '#framework/html.ts'

/** Decoration: the name stands beside it. */
export const mark = html`<svg
  class="mark"
  viewBox="0 0 24 24"
  width="24"
  height="24"
  aria-hidden="true"
  focusable="false"
>
  <path d="M1 3h22v6h-3v12h-5V9H9v12H4V9H1z" fill="currentColor" />
</svg>`
