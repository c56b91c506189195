/**
 * `<trace-list>`: what happened lately, newest first, and live.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { act, call } from './call.ts'
import type { Group } from './groups.ts'
import { kindMark, miniature, statusMark } from './marks.ts'
import { store } from './store.ts'
import { toClock, toDuration } from './times.ts'
import { View } from './view.ts'

const most = 200

class TraceList extends View {
  static override properties = {
    chosen: { attribute: false },
    words: { state: true },
    onlyBad: { state: true },
    isHeld: { state: true },
  }

  declare chosen: string | undefined
  declare words: string
  declare onlyBad: boolean
  declare isHeld: boolean

  #held: Group[] = []
  #leave = () => {}

  constructor() {
    super()
    this.words = ''
    this.onlyBad = false
    this.isHeld = false
  }

  override connectedCallback() {
    super.connectedCallback()
    this.#leave = store.listen(() => this.isHeld || this.requestUpdate())
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#leave()
  }

  override render() {
    const all = this.isHeld ? this.#held : store.groups()
    const shown = all.filter((group) => this.#fits(group))
    return html`
      <div class="tools">
        <input
          type="search"
          placeholder="Filter by name or id"
          aria-label="Filter by name or request id"
          .value=${this.words}
          @input=${(event: InputEvent) => (this.words = (event.target as HTMLInputElement).value)}
        />
        <button aria-pressed=${this.onlyBad} @click=${() => (this.onlyBad = !this.onlyBad)}>
          Problems
        </button>
        <button aria-pressed=${this.isHeld} @click=${() => this.#hold()}>
          ${this.isHeld ? 'Held' : 'Hold'}
        </button>
        <button @click=${() => act(() => call('DELETE', 'traces'), 'Cleared.')}>Clear</button>
      </div>
      ${
        shown.length > 0
          ? html`<ol class="requests" @keydown=${moveByKey}>
              ${repeat(
                shown.slice(0, most),
                ({ id }) => id,
                (group) => this.#row(group),
              )}
            </ol>`
          : html`<p class="empty">
              ${
                all.length > 0
                  ? 'Nothing fits the filter.'
                  : 'Nothing has happened yet. Open the site, and each request appears here.'
              }
            </p>`
      }
    `
  }

  #row(group: Group): TemplateResult {
    const { id, root, rows, start, end, status, warnings } = group
    const more = rows.length - 1
    const isChosen = id === this.chosen
    const isStruck = rows.some(({ trace }) => trace.faults)
    const isBadLater = status === 'error' && root.status !== 'error'
    return html`<li>
      <a
        href="#/traces/${id}"
        class="request ${status}"
        aria-current=${isChosen ? 'true' : nothing}
      >
        <span class="line">
          ${kindMark(root.kind)}<span class="name">${root.name}</span>${statusMark(root)}
        </span>
        <span class="line small">
          <time>${toClock(start)}</time>
          ${miniature(group)}
          <span class="more">
            ${warnings ? html`<span class="note warn" title="warnings and errors in the log">!${warnings}</span>` : nothing}
            ${isStruck ? html`<span class="note fault" title="struck on purpose: see Faults">fault</span>` : nothing}
            ${isBadLater ? html`<span class="status bad">failed</span>` : nothing}
            ${more ? html`<span title="what it led to">+${more}</span>` : nothing}
          </span>
          <span class="took">${status === 'running' ? '…' : toDuration(end - start)}</span>
        </span>
      </a>
    </li>`
  }

  #fits({ id, rows, status, warnings, root }: Group): boolean {
    const isBad = status === 'error' || warnings > 0 || (root.statusCode ?? 0) >= 400
    if (this.onlyBad && !isBad) return false
    const words = this.words.trim().toLowerCase()
    if (!words) return true
    return [id, ...rows.flatMap(({ trace }) => [trace.name, trace.function])].some((text) =>
      text.toLowerCase().includes(words),
    )
  }

  #hold(): void {
    this.#held = store.groups()
    this.isHeld = !this.isHeld
  }
}

/** Arrows, and j and k, go up and down. */
export function moveByKey(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return
  const list = event.currentTarget as HTMLElement
  const all = [...list.querySelectorAll<HTMLElement>('a, button.row')]
  const next = all[all.indexOf(document.activeElement as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

customElements.define('trace-list', TraceList)
