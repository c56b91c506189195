/**
 * `<trace-view>`: one request and all that it led to, as a tree against time.
 *
 * @module
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Trace } from '../../trace/types.ts'
import { call } from './call.ts'
import type { Group } from './groups.ts'
import { kindMark, notes, statusMark, waterfall } from './marks.ts'
import { store } from './store.ts'
import { nameOf, traceDetails } from './trace-details.ts'
import { moveByKey } from './trace-list.ts'
import { toDay, toDuration, toExactClock } from './times.ts'
import { View } from './view.ts'

class TraceView extends View {
  static override properties = {
    request: { attribute: false },
    outbox: { attribute: false },
    picked: { state: true },
    trace: { state: true },
  }

  /** The request id. */
  declare request: string
  /** Where mails are shown. */
  declare outbox: string | undefined
  declare picked: string | undefined
  declare trace: Trace | undefined

  #leave = () => {}
  #shown = ''

  override connectedCallback() {
    super.connectedCallback()
    this.#leave = store.listen(() => this.requestUpdate())
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#leave()
  }

  override willUpdate(changed: PropertyValues) {
    if (changed.has('request')) this.picked = undefined
  }

  override updated() {
    void this.#load()
  }

  override render() {
    const group = this.#group()
    if (!group) {
      return html`<p class="empty">
        This request is not kept any more: the last 500 invocations are.
        <a href="#/traces">Back to the list</a>
      </p>`
    }
    const { root, rows, start, end, id } = group
    const span = end - start
    return html`
      <header class="head">
        <a class="back" href="#/traces">All requests</a>
        <h2 class="request-name">${kindMark(root.kind)} <span>${root.name}</span></h2>
        <p class="facts">
          ${statusMark(root)} <span>${toMoment(start)}</span>
          <span>${toDuration(span)}${rows.length > 1 ? ` in all` : ''}</span>
          <span class="id" title="The request id: the log has it too">${id}</span>
        </p>
      </header>
      <div class="scale" aria-hidden="true">
        <span></span>
        <span class="ticks"
          ><i>0</i><i>${toDuration(span / 4)}</i><i>${toDuration(span / 2)}</i
          ><i>${toDuration((span * 3) / 4)}</i></span
        >
        <span></span>
      </div>
      <ol class="tree" @keydown=${moveByKey} aria-label="What it led to">
        ${rows.map((row) => this.#row(row, group))}
      </ol>
      ${this.trace ? traceDetails(this.trace, this.outbox) : nothing}
    `
  }

  #row({ trace, depth }: Group['rows'][0], group: Group): TemplateResult {
    const isPicked = trace.id === this.#pick(group)
    const took = trace.end === undefined ? '…' : toDuration(trace.end - trace.start)
    const depthClass = `depth d${Math.min(depth, 6)}`
    return html`<li>
      <button class="row" aria-pressed=${isPicked} @click=${() => (this.picked = trace.id)}>
        <span class=${depthClass}
          ><span class="what"
            >${kindMark(trace.kind)}<span class="name">${nameOf(trace)}</span></span
          >${notes(trace)}</span
        >
        ${waterfall(trace, group)}
        <span class="end"
          ><span class="took">${trace.kind === 'mail' ? '' : took}</span>${statusMark(trace)}</span
        >
      </button>
    </li>`
  }

  /** Fetches what is shown below the tree, and again whenever it has changed. */
  async #load(): Promise<void> {
    const id = this.#pick(this.#group())
    const summary = id ? store.find(id) : undefined
    const version = JSON.stringify(summary)
    if (!id || version === this.#shown) return
    this.#shown = version
    try {
      const trace = await call<Trace>('GET', `traces/${id}`)
      if (version === this.#shown) this.trace = trace
    } catch {
      this.trace = undefined
    }
  }

  #group(): Group | undefined {
    const groups = store.groups()
    return (
      groups.find(({ id }) => id === this.request) ??
      groups.find(({ rows }) => rows.some(({ trace }) => trace.requestIds.includes(this.request)))
    )
  }

  /** What was chosen, otherwise what failed, otherwise the first. */
  #pick(group: Group | undefined): string | undefined {
    const traces = group?.rows.map(({ trace }) => trace) ?? []
    const known = traces.find(({ id }) => id === this.picked)
    return (known ?? traces.find(({ status }) => status === 'error') ?? traces[0])?.id
  }
}

/** With its day, where that is not today's. */
function toMoment(time: number): string {
  const day = toDay(time)
  return day === toDay(store.now()) ? toExactClock(time) : `${day}, ${toExactClock(time)}`
}

customElements.define('trace-view', TraceView)
