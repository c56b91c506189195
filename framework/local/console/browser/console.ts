/**
 * `<plug-console>`: the frame of the page. What is looked at stands in the address, after the #.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { call } from './call.ts'
import { findOutbox, type Overview } from './overview.ts'
import { store } from './store.ts'
import { View } from './view.ts'
import './cloud-views.ts'
import './dead-view.ts'
import './tables-view.ts'
import './trace-list.ts'
import './trace-view.ts'

const pages = [
  ['traces', 'Requests'],
  ['tables', 'Tables'],
  ['schedules', 'Schedules'],
  ['dead', 'Dead letters'],
  ['services', 'Services'],
] as const

class PlugConsole extends View {
  static override properties = {
    overview: { state: true },
    isLive: { state: true },
    said: { state: true },
  }

  declare overview: Overview | undefined
  declare isLive: boolean
  declare said: { message: string; tone: string } | undefined

  #timer: ReturnType<typeof setTimeout> | undefined

  override connectedCallback() {
    super.connectedCallback()
    addEventListener('hashchange', () => this.#go())
    document.addEventListener('say', (event) => this.#say((event as CustomEvent).detail))
    store.listen(() => {
      // Whoever comes back may be another: the local cloud was started again.
      if (store.isLive() && !this.isLive) void this.#load()
      this.isLive = store.isLive()
    })
    store.connect()
  }

  override render() {
    const [page, choice] = readAddress()
    const outbox = findOutbox(this.overview)
    return html`
      <a class="skip" href="#content" @click=${skip}>Skip to content</a>
      <header class="top">
        <a class="brand" href="#/traces"><b>plugboard</b> <span>console</span></a>
        <nav aria-label="Console">
          ${pages.map(
            ([name, label]) =>
              html`<a href="#/${name}" aria-current=${name === page ? 'page' : nothing}
                >${label}</a
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
      <main id="content" tabindex="-1">${this.#page(page, choice, outbox)}</main>
      <p class="said ${this.said?.tone ?? ''}" role="status">${this.said?.message}</p>
    `
  }

  #page(page: string, choice: string | undefined, outbox: string | undefined): TemplateResult {
    const { overview } = this
    if (page === 'tables') return html`<tables-view .name=${choice}></tables-view>`
    if (page === 'schedules') return html`<schedules-view .overview=${overview}></schedules-view>`
    if (page === 'services') return html`<services-view .overview=${overview}></services-view>`
    if (page === 'dead') {
      return html`<dead-view .canRedrive=${overview?.canRedrive ?? false}></dead-view>`
    }
    return html`<h1 class="hidden">Requests</h1>
      <div class="split ${choice ? 'has-choice' : ''}">
        <div class="side"><trace-list .chosen=${choice}></trace-list></div>
        <div class="main">
          ${
            choice
              ? html`<trace-view .request=${choice} .outbox=${outbox}></trace-view>`
              : html`<p class="empty">
                  Choose a request to see what it led to: events, queues and mails, with their
                  times, logs and payloads.
                </p>`
          }
        </div>
      </div>`
  }

  #go(): void {
    const [page, choice] = readAddress()
    this.requestUpdate()
    if (page === 'schedules' || page === 'services') void this.#load()
    const label = pages.find(([name]) => name === page)?.[1] ?? 'Requests'
    document.title = `${choice ? `${choice.slice(0, 8)} · ` : ''}${label} · Plugboard console`
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

/** `#/traces/1f3a` as `['traces', '1f3a']`. */
function readAddress(): [page: string, choice: string | undefined] {
  const [page = '', choice] = location.hash.replace(/^#\//, '').split('/')
  return [
    pages.some(([name]) => name === page) ? page : 'traces',
    choice && decodeURIComponent(choice),
  ]
}

function skip(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

customElements.define('plug-console', PlugConsole)
