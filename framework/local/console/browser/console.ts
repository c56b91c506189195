/**
 * `<plug-console>`: the frame of the page.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { pages, readAddress } from './address.ts'
import { call } from './call.ts'
import { findOutbox, type Overview } from './overview.ts'
import { renderPage } from './pages.ts'
import { store } from './store.ts'
import { View } from './view.ts'
import './clock-strip.ts'

class PlugConsole extends View {
  static override properties = {
    overview: { state: true },
    isLive: { state: true },
    rules: { state: true },
    said: { state: true },
  }

  declare overview: Overview | undefined
  declare isLive: boolean
  /** How many faults may strike. */
  declare rules: number
  declare said: { message: string; tone: string } | undefined

  #timer: ReturnType<typeof setTimeout> | undefined
  #offset = 0

  override connectedCallback() {
    super.connectedCallback()
    addEventListener('hashchange', () => this.#go())
    document.addEventListener('say', (event) => this.#say((event as CustomEvent).detail))
    store.listen(() => this.#hear())
    store.connect()
    this.#name()
    void this.updateComplete.then(() => this.#showPlace())
  }

  override render() {
    const address = readAddress()
    const outbox = findOutbox(this.overview)
    return html`
      <a class="skip" href="#content" @click=${skip}>Skip to content</a>
      <header class="top">
        <a class="brand" href="#/traces"><b>plugboard</b> <span>console</span></a>
        <nav aria-label="Console">
          ${pages.map(
            ([name, label]) =>
              html`<a href="#/${name}" aria-current=${name === address.page ? 'page' : nothing}
                >${label}${name === 'faults' ? this.#count() : nothing}</a
              >`,
          )}
        </nav>
        <p class="out">
          <span class="live ${this.isLive ? 'on' : ''}"
            >${this.isLive ? 'live' : 'not connected'}</span
          >
          ${outbox ? html`<a href=${outbox} target="_blank" rel="noreferrer">Mails</a>` : nothing}
          ${this.overview ? html`<a href=${this.overview.site} target="_blank" rel="noreferrer">Site</a>` : nothing}
        </p>
      </header>
      <clock-strip></clock-strip>
      <main id="content" tabindex="-1">${renderPage(address, this.overview)}</main>
      <p class="said ${this.said?.tone ?? ''}" role="status">${this.said?.message}</p>
    `
  }

  #count(): TemplateResult | typeof nothing {
    const { rules } = this
    return rules
      ? html` <span class="badge" title="rules that may strike">${rules}</span>`
      : nothing
  }

  #hear(): void {
    const { offset, isMoving } = store.clock()
    const isShifted = offset !== this.#offset && !isMoving
    // Whoever comes back may be another: the local cloud was started again.
    if (store.isLive() && (!this.isLive || isShifted)) void this.#load()
    if (!isMoving) this.#offset = offset
    this.isLive = store.isLive()
    this.rules = store.faults().rules.length
  }

  #go(): void {
    const { page } = readAddress()
    this.requestUpdate()
    void this.updateComplete.then(() => this.#showPlace())
    if (page === 'schedules' || page === 'services' || page === 'clock') void this.#load()
    this.#name()
  }

  /** On a narrow screen the menu is wider than the window. */
  #showPlace(): void {
    const place = this.querySelector('nav [aria-current]')
    place?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }

  #name(): void {
    const { page, choice } = readAddress()
    const label = pages.find(([name]) => name === page)![1]
    const what = page === 'traces' ? choice?.slice(0, 8) : choice
    document.title = `${what ? `${what} · ` : ''}${label} · Plugboard console`
  }

  #say(said: { message: string; tone: string }): void {
    this.said = said
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.said = undefined), said.tone === 'bad' ? 8000 : 3000)
  }

  async #load(): Promise<void> {
    try {
      this.overview = await call<Overview>('GET', 'overview')
    } catch {
      // The sign beside the name says that there is no connection.
    }
  }
}

function skip(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

customElements.define('plug-console', PlugConsole)
