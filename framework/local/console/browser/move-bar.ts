/**
 * How far the clock has come on its way.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { store } from './store.ts'
import { toDateAndClock } from './times.ts'

export function moveBar(): TemplateResult {
  const { now, move } = store.clock()
  const done = move && Math.min(1, (now - move.from) / Math.max(1, move.to - move.from))
  return html`<p class="moving">
    <progress aria-label="The clock moves" max="1" value=${done ?? nothing}></progress>
    <span>${move ? `on its way to ${toDateAndClock(move.to)}` : 'on its way'}</span>
  </p>`
}
