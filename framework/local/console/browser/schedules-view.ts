/**
 * `<schedules-view>`: what ticks, when it is due, and what it missed.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { act, call } from './call.ts'
import { toCount } from './format.ts'
import type { Overview, ScheduleInfo } from './overview.ts'
import { store } from './store.ts'
import { toDateAndClock, toWait } from './times.ts'
import { View } from './view.ts'

class SchedulesView extends View {
  static override properties = {
    overview: { attribute: false },
    running: { state: true },
  }

  declare overview: Overview | undefined
  declare running: string

  override render() {
    const schedules = this.overview?.schedules ?? []
    return html`<div class="page">
      <h1 class="title">Schedules</h1>
      ${
        this.overview && schedules.length === 0
          ? html`<p class="empty">
              There is no schedule. Declare one under @scheduled in app.arc.
            </p>`
          : html`<ul class="cards">
              ${schedules.map((schedule) => this.#card(schedule))}
            </ul>`
      }
    </div>`
  }

  #card({ name, next, expression, missed }: ScheduleInfo): TemplateResult {
    const label = this.running === name ? 'Runs…' : 'Run now'
    return html`<li class="card">
      <div>
        <h2>${name}</h2>
        <p class="soft mono">${expression}</p>
        <p>
          ${
            next
              ? html`${toWait(next, store.now())}
                  <span class="soft">· ${toDateAndClock(next)}</span>`
              : 'never again'
          }
        </p>
        ${missed ? missedNote(missed) : nothing}
      </div>
      <button
        class="primary"
        ?disabled=${this.running === name}
        aria-label="${label}: ${name}"
        @click=${() => this.#run(name)}
      >
        ${label}
      </button>
    </li>`
  }

  async #run(name: string): Promise<void> {
    this.running = name
    const path = `schedules/${encodeURIComponent(name)}/run`
    await act(() => call('POST', path), `${name} has run: see Requests.`)
    this.running = ''
  }
}

function missedNote({ count, last }: { count: number; last: number }): TemplateResult {
  return html`<p class="warn">
    Missed ${toCount(count, 'run')}, the last at ${toDateAndClock(last)}.
  </p>`
}

customElements.define('schedules-view', SchedulesView)
