/**
 * `<schedules-view>` and `<services-view>`: what ticks, and what stands in for the world outside.
 *
 * @module
 */
import { html, nothing } from 'lit'
import { act, call } from './call.ts'
import { toWait } from './format.ts'
import type { Overview } from './overview.ts'
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
        schedules.length === 0
          ? html`<p class="empty">
              There is no schedule. Declare one under @scheduled in app.arc.
            </p>`
          : html`<ul class="cards">
              ${schedules.map(
                ({ name, next, expression }) =>
                  html`<li class="card">
                    <div>
                      <h2>${name}</h2>
                      <p class="soft mono">${expression}</p>
                      <p>
                        ${
                          next
                            ? html`${toWait(next)}
                                <span class="soft"
                                  >· ${new Date(next).toLocaleString('en-GB')}</span
                                >`
                            : 'never again'
                        }
                      </p>
                    </div>
                    <button
                      class="primary"
                      ?disabled=${this.running === name}
                      aria-label="${this.running === name ? 'Runs…' : 'Run now'}: ${name}"
                      @click=${() => this.#run(name)}
                    >
                      ${this.running === name ? 'Runs…' : 'Run now'}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
    </div>`
  }

  async #run(name: string): Promise<void> {
    this.running = name
    const path = `schedules/${encodeURIComponent(name)}/run`
    await act(() => call('POST', path), `${name} has run: see Requests.`)
    this.running = ''
  }
}

class ServicesView extends View {
  static override properties = { overview: { attribute: false } }

  declare overview: Overview | undefined

  override render() {
    const { services = [], database, site } = this.overview ?? {}
    return html`<div class="page">
      <h1 class="title">Services</h1>
      <ul class="cards">
        ${services.map(
          ({ name, description, hasTwin, links }) =>
            html`<li class="card">
              <div>
                <h2>
                  ${name}${hasTwin ? html` <span class="note">twin runs here</span>` : nothing}
                </h2>
                <p class="soft">${description}</p>
              </div>
              <p class="links">
                ${links.map(
                  ({ label, href }) =>
                    html`<a class="button" href=${href} target="_blank" rel="noreferrer"
                      >${label}</a
                    >`,
                )}
              </p>
            </li>`,
        )}
        <li class="card">
          <div>
            <h2>database</h2>
            <p class="soft">
              ${database?.engine}${database?.missing.length ? html` (off: ${database.missing.join(', ')})` : nothing}
            </p>
          </div>
          <p class="links"><a class="button" href="#/tables">Tables</a></p>
        </li>
        <li class="card">
          <div>
            <h2>site</h2>
            <p class="soft mono">${site}</p>
          </div>
          <p class="links">
            <a class="button" href=${site ?? '#'} target="_blank" rel="noreferrer">Open</a>
          </p>
        </li>
      </ul>
    </div>`
  }
}

customElements.define('schedules-view', SchedulesView)
customElements.define('services-view', ServicesView)
