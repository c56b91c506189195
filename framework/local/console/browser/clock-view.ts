/**
 * `<clock-view>`: the clock of the local cloud, and the ways to set it.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { act, call } from './call.ts'
import { toShift } from './clock-strip.ts'
import type { Overview } from './overview.ts'
import { store } from './store.ts'
import { toDateAndClock, toLocalInput, toLongDay, toWait } from './times.ts'
import { View } from './view.ts'

type How = 'advance' | 'jump'

const steps = [
  ['1 hour', { hours: 1 }],
  ['1 day', { days: 1 }],
  ['30 days', { days: 30 }],
] as const

class ClockView extends View {
  static override properties = {
    overview: { attribute: false },
    how: { state: true },
  }

  declare overview: Overview | undefined
  declare how: How

  #leave = () => {}
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    super()
    this.how = 'advance'
  }

  override connectedCallback() {
    super.connectedCallback()
    this.#leave = store.listen(() => this.requestUpdate())
    this.#timer = setInterval(() => this.requestUpdate(), 1000)
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#leave()
    clearInterval(this.#timer)
  }

  override render() {
    const { offset, isMoving } = store.clock()
    const now = store.now()
    const due = (this.overview?.schedules ?? []).filter(({ next }) => next !== null).slice(0, 5)
    return html`<div class="page">
      <h1 class="title">Clock</h1>
      <section class="card face" aria-label="The time">
        <div>
          <p class="time">${new Date(now).toLocaleTimeString('en-GB')}</p>
          <p>${toLongDay(now)}</p>
          <p class="soft">${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
        </div>
        <p class=${offset === 0 ? 'soft' : 'warn'}>
          ${offset === 0 ? 'As on this machine' : toShift(offset)}
        </p>
      </section>
      <form class="part" @submit=${(event: SubmitEvent) => this.#submit(event)}>
        <fieldset ?disabled=${isMoving}>
          <legend>Set it</legend>
          ${this.#choice('advance', 'Advance', 'what falls due on the way happens, each at its own time')}
          ${this.#choice('jump', 'Jump', 'what was due in between is missed, as in an outage; it can also go back')}
          <div class="tools">
            <div class="labelled" role="group" aria-labelledby="by">
              <span id="by">by</span>
              <div class="row-of-buttons">
                ${steps.map(
                  ([label, span]) =>
                    html`<button type="button" @click=${() => this.#move(span)}>
                      + ${label}
                    </button>`,
                )}
              </div>
            </div>
            <label
              ><span>or to</span
              ><input type="datetime-local" required .defaultValue=${toLocalInput(now)}
            /></label>
            <button class="primary">${this.how === 'jump' ? 'Jump' : 'Advance'}</button>
          </div>
        </fieldset>
      </form>
      ${due.length > 0 ? this.#due(due, { now, isMoving }) : nothing}
    </div>`
  }

  #choice(how: How, label: string, help: string): TemplateResult {
    return html`<label class="choice"
      ><input
        type="radio"
        name="how"
        .checked=${this.how === how}
        @change=${() => (this.how = how)}
      />
      <b>${label}</b> <span class="soft">${help}</span></label
    >`
  }

  #due(
    due: Overview['schedules'],
    { now, isMoving }: { now: number; isMoving: boolean },
  ): TemplateResult {
    return html`<section class="part" aria-label="Due next">
      <h2>Due next</h2>
      <ul class="lines">
        ${due.map(
          ({ name, next }) =>
            html`<li>
              <span class="name">${name}</span>
              <span
                >${toWait(next!, now)} <span class="soft">· ${toDateAndClock(next!)}</span></span
              >
              <button
                ?disabled=${isMoving}
                aria-label="Go there: ${name}"
                @click=${() => this.#move(new Date(next!).toISOString(), 'advance')}
              >
                Go there
              </button>
            </li>`,
        )}
      </ul>
    </section>`
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    const [to] = (event.target as HTMLFormElement).querySelectorAll<HTMLInputElement>(
      'input[type="datetime-local"]',
    )
    void this.#move(new Date(to!.value).toISOString())
  }

  async #move(to: object | string, how: How = this.how): Promise<void> {
    const done = how === 'jump' ? 'Jumped.' : 'There. What fell due has run: see Requests.'
    await act(() => call('POST', 'clock', { [how]: to }), done)
  }
}

customElements.define('clock-view', ClockView)
