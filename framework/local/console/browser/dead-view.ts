/**
 * `<dead-view>`: messages that kept failing, why, and the way back.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { act, call, say } from './call.ts'
import { toClock, toColoured, toPretty } from './format.ts'
import { store } from './store.ts'
import { View } from './view.ts'

interface DeadQueue {
  name: string
  count: number
  messages?: {
    id: string
    body: string
    reason?: string
    attempts?: number
    failedAt?: string
  }[]
}

class DeadView extends View {
  static override properties = {
    canRedrive: { attribute: false },
    queues: { state: true },
  }

  declare canRedrive: boolean
  declare queues: DeadQueue[] | undefined

  #leave = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined

  override connectedCallback() {
    super.connectedCallback()
    void this.#load()
    // Whatever runs may fail, and so add to what is here.
    this.#leave = store.listen(() => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#load(), 300)
    })
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#leave()
  }

  override render() {
    const { queues } = this
    const full = queues?.filter(({ count }) => count > 0) ?? []
    const empty = queues?.filter(({ count }) => count === 0) ?? []
    return html`<div class="page">
      <h1 class="title">Dead letters</h1>
      ${full.map((queue) => this.#queue(queue))}
      ${
        queues && full.length === 0
          ? html`<p class="empty good">No message has been given up. That is how it should be.</p>`
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

  #queue({ name, count, messages }: DeadQueue): TemplateResult {
    return html`<section class="dead" aria-label=${name}>
      <div class="bar-of-actions">
        <h2>
          ${name} <span class="note warn">${count} ${count === 1 ? 'message' : 'messages'}</span>
        </h2>
        ${
          this.canRedrive
            ? html`<button class="primary" @click=${() => this.#redrive(name)}>Redrive all</button>`
            : nothing
        }
      </div>
      ${messages?.map(
        ({ id, body, reason, attempts, failedAt }) =>
          html`<details>
            <summary>
              <span class="reason">${reason?.split('\n')[0] ?? id}</span>
              <span class="soft">
                ${attempts ? `${attempts} attempts` : nothing}${failedAt ? ` · ${toClock(Date.parse(failedAt))}` : nothing}
              </span>
            </summary>
            <p class="soft mono">
              ${id}
              ${
                this.canRedrive
                  ? html`<button @click=${() => this.#redrive(name, id)}>Redrive this one</button>`
                  : nothing
              }
            </p>
            ${reason?.includes('\n') ? html`<pre class="error" tabindex="0">${reason}</pre>` : nothing}
            <pre class="json" tabindex="0">${toColoured(toPretty(body))}</pre>
          </details>`,
      )}
    </section>`
  }

  async #redrive(name: string, id?: string): Promise<void> {
    const path = `dead/${encodeURIComponent(name)}/redrive`
    await act(() => call('POST', path, id ? { id } : {}), 'Handed out again: see Requests.')
    await this.#load()
  }

  async #load(): Promise<void> {
    try {
      this.queues = await call<DeadQueue[]>('GET', 'dead')
    } catch (error) {
      say((error as Error).message, 'bad')
    }
  }
}

customElements.define('dead-view', DeadView)
