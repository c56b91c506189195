/**
 * `<dead-view>`: messages and changes that kept failing, why, and the way back.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { act, call, read, say } from './call.ts'
import { failure } from './failure.ts'
import { toCount } from './format.ts'
import { LiveView } from './view.ts'

interface DeadQueue {
  name: string
  messages: {
    id: string
    body: string
    reason: string
    earlierReasons: string[]
    attempts: number
    failedAt?: string
  }[]
}

/** Changes of a table. */
interface StreamFailure {
  id: string
  /** The function. */
  name: string
  table: string
  /** `INSERT`, `MODIFY`, `REMOVE`. */
  changes: string[]
  records: string
  reason: string
  attempts: number
  failedAt: string
}

class DeadView extends LiveView {
  static override properties = {
    queues: { state: true },
    failures: { state: true },
  }

  declare queues: DeadQueue[] | undefined
  declare failures: StreamFailure[] | undefined

  override render() {
    const { queues = [], failures = [] } = this
    const full = queues.filter(({ messages }) => messages.length > 0)
    const empty = queues.filter(({ messages }) => messages.length === 0)
    const streams = [...Map.groupBy(failures, ({ name }) => name)]
    const isGood = this.queues && this.failures && full.length + streams.length === 0
    return html`<div class="page">
      <h1 class="title">Dead letters</h1>
      ${full.map((queue) => this.#queue(queue))}
      ${streams.map(([name, own]) => this.#stream(name, own))}
      ${
        isGood
          ? html`<p class="empty good">Nothing has been given up. That is how it should be.</p>`
          : nothing
      }
      ${
        empty.length > 0
          ? html`<p class="soft">
              Empty:
              ${empty.map(({ name }, index) => html`${index > 0 ? ', ' : ''}<span class="mono">${name}</span>`)}
            </p>`
          : nothing
      }
    </div>`
  }

  #queue({ name, messages }: DeadQueue): TemplateResult {
    return html`<section class="dead" aria-label=${name}>
      <div class="bar-of-actions">
        <h2>${name} <span class="note warn">${toCount(messages.length, 'message')}</span></h2>
        <button
          class="primary"
          aria-label="Redrive all: ${name}"
          @click=${() => this.#redrive(name)}
        >
          Redrive all
        </button>
      </div>
      ${messages.map(({ body, earlierReasons, ...it }) =>
        failure({
          ...it,
          earlier: earlierReasons,
          payload: body,
          again: { label: 'Redrive this one', run: () => this.#redrive(name, it.id) },
        }),
      )}
    </section>`
  }

  #stream(name: string, failures: StreamFailure[]): TemplateResult {
    const { table } = failures[0]!
    return html`<section class="dead" aria-label="Changes of ${table}">
      <div class="bar-of-actions">
        <h2>
          ${name} <span class="note warn">${toCount(failures.length, 'failure')}</span>
          <span class="note">changes of ${table}</span>
        </h2>
        <button class="primary" aria-label="Retry all: ${name}" @click=${() => this.#retry(name)}>
          Retry all
        </button>
      </div>
      ${failures.map(({ records, changes, ...it }) =>
        failure({
          ...it,
          what: changes.join(', '),
          payload: records,
          again: { label: 'Retry this one', run: () => this.#retry(name, it.id) },
        }),
      )}
    </section>`
  }

  async #redrive(name: string, id?: string): Promise<void> {
    const path = `dead/${encodeURIComponent(name)}/redrive`
    await act(() => call('POST', path, { id }), 'Handed out again: see Requests.')
    await this.load()
  }

  async #retry(name: string, id?: string): Promise<void> {
    try {
      const path = `streams/${encodeURIComponent(name)}/retry`
      const { left } = await call<{ left: number }>('POST', path, { id })
      if (left === 0) say('Handed over, and done: see Requests.')
      else say(`${name} still fails at it: see Requests.`, 'bad')
    } catch (error) {
      say((error as Error).message, 'bad')
    }
    await this.load()
  }

  override async load(): Promise<void> {
    const [queues, failures] = await Promise.all([
      read<DeadQueue[]>('dead'),
      read<StreamFailure[]>('streams/failed'),
    ])
    this.queues = queues ?? this.queues
    this.failures = failures ?? this.failures
  }
}

customElements.define('dead-view', DeadView)
