/**
 * One thing that kept failing, and why; it unfolds to what it is.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { toColoured, toCount, toPretty } from './format.ts'
import { toDateAndClock } from './times.ts'

export interface Failure {
  id: string
  reason: string
  attempts: number
  /** ISO 8601. */
  failedAt?: string
  /** Of the attempts before, where they were other ones. */
  earlier?: readonly string[]
  /** What it is, in a word. */
  what?: string
  payload: string
  /** The way back. */
  again: { label: string; run: () => void }
}

export function failure(given: Failure): TemplateResult {
  const { id, reason, attempts, failedAt, what, payload, again } = given
  const earlier = new Set(given.earlier?.filter((it) => it !== reason))
  const at = failedAt && toDateAndClock(Date.parse(failedAt))
  return html`<details>
    <summary>
      <span class="reason">${reason.split('\n')[0]}</span>
      <span class="soft"
        >${[what, toCount(attempts, 'attempt'), at].filter(Boolean).join(' · ')}</span
      >
    </summary>
    <p class="soft mono">${id} <button @click=${again.run}>${again.label}</button></p>
    ${
      earlier.size > 0
        ? html`<p class="soft">
            Before that: ${[...earlier].map((it) => it.split('\n')[0]).join(' · ')}
          </p>`
        : nothing
    }
    ${reason.includes('\n') ? html`<pre class="error" tabindex="0">${reason}</pre>` : nothing}
    <pre class="json" tabindex="0">${toColoured(toPretty(payload))}</pre>
  </details>`
}
