/**
 * `<clock-strip>`: says above every view that the clock is not the machine's, or that it moves.
 *
 * @module
 */
import { html, nothing } from 'lit'
import { act, call } from './call.ts'
import { moveBar } from './move-bar.ts'
import { store } from './store.ts'
import { toDay, toMinuteOfDay, toSpan } from './times.ts'
import { View } from './view.ts'

class ClockStrip extends View {
  #leave = () => {}
  #timer: ReturnType<typeof setInterval> | undefined

  override connectedCallback() {
    super.connectedCallback()
    this.#leave = store.listen(() => this.requestUpdate())
    this.#timer = setInterval(() => this.requestUpdate(), 10_000)
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#leave()
    clearInterval(this.#timer)
  }

  override render() {
    const { offset, isMoving } = store.clock()
    if (offset === 0 && !isMoving) return nothing
    const now = store.now()
    return html`<aside class="strip" aria-label="The clock is shifted">
      <p>
        <a href="#/clock"><b>${toDay(now)}, ${toMinuteOfDay(now)}</b></a>
        ${offset === 0 ? nothing : html`<span>${toShift(offset)}</span>`}
      </p>
      ${isMoving ? moveBar() : nothing}
      <button @click=${() => this.#reset()}>Back to now</button>
    </aside>`
  }

  async #reset(): Promise<void> {
    await act(() => call('POST', 'clock', { reset: true }), 'The clock is the machine’s again.')
  }
}

/** `27 days ahead of this machine`. */
export function toShift(offset: number): string {
  return `${toSpan(Math.abs(offset))} ${offset < 0 ? 'behind' : 'ahead of'} this machine`
}

customElements.define('clock-strip', ClockStrip)
