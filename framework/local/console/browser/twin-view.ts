/**
 * `<twin-view>`: what the twin of a service keeps, and what can be done to it.
 *
 * @module
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { TwinAction, TwinState } from '../../../service.ts'
import { call } from './call.ts'
import { renderSection } from './twin-table.ts'
import { LiveView } from './view.ts'

class TwinView extends LiveView {
  static override properties = {
    service: { attribute: false },
    state: { state: true },
    said: { state: true },
    busy: { state: true },
  }

  declare service: string
  declare state: TwinState | undefined
  /** What the twin answered last, or what went wrong. */
  declare said: { text: string; isBad?: boolean } | undefined
  declare busy: boolean

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('service') || changed.get('service') === undefined) return
    this.state = undefined
    this.said = undefined
    void this.load()
  }

  override render() {
    const { service, state, said } = this
    return html`<div class="page wide">
      <p><a class="up" href="#/services">Services</a></p>
      <div class="bar-of-actions">
        <h1 class="title">${service} <span class="note">twin</span></h1>
        ${state?.actions?.map((action) => this.#button(action))}
      </div>
      <p class="said-here ${said?.isBad ? 'trouble' : ''}" role="status">${said?.text}</p>
      ${state?.sections.map((section) => renderSection(section, (...of) => this.#button(...of)))}
      ${
        state?.sections.length === 0
          ? html`<p class="empty">It keeps nothing that could be shown.</p>`
          : nothing
      }
    </div>`
  }

  #button({ name, label }: TwinAction, row?: { id: string; label: string }): TemplateResult {
    return html`<button
      ?disabled=${this.busy}
      aria-label=${row ? `${label}: ${row.label}` : nothing}
      @click=${() => this.#act(name, row?.id)}
    >
      ${label}
    </button>`
  }

  async #act(action: string, id: string | undefined): Promise<void> {
    this.busy = true
    try {
      const path = `twins/${encodeURIComponent(this.service)}/act`
      const { said } = await call<{ said: string }>('POST', path, { action, id })
      this.said = { text: said }
    } catch (error) {
      this.said = { text: (error as Error).message, isBad: true }
    }
    this.busy = false
    await this.load()
  }

  override async load(): Promise<void> {
    const { service } = this
    try {
      const state = await call<TwinState>('GET', `twins/${encodeURIComponent(service)}`)
      if (service === this.service) this.state = state
    } catch (error) {
      this.said = { text: (error as Error).message, isBad: true }
    }
  }
}

customElements.define('twin-view', TwinView)
