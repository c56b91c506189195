/**
 * `<faults-view>`: what goes wrong on purpose, and how often it has.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { FaultRule } from '../../faults.ts'
import { act, call, read } from './call.ts'
import { describeChance, describeFault } from './fault-kinds.ts'
import { store } from './store.ts'
import { View } from './view.ts'
import './fault-form.ts'

class FaultsView extends View {
  static override properties = { targets: { state: true } }

  declare targets: string[]

  #leave = () => {}

  constructor() {
    super()
    this.targets = []
  }

  override connectedCallback() {
    super.connectedCallback()
    this.#leave = store.listen(() => this.requestUpdate())
    void this.#load()
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#leave()
  }

  override render() {
    const { rules, seed } = store.faults()
    return html`<div class="page">
      <div class="bar-of-actions">
        <h1 class="title">Faults</h1>
        ${rules.length > 0 ? html`<button class="danger" @click=${() => this.#clear()}>Remove all</button>` : nothing}
      </div>
      ${
        rules.length > 0
          ? html`<ul class="lines" aria-label="Rules">
              ${rules.map(row)}
            </ul>`
          : html`<p class="empty">
              Nothing goes wrong on purpose. A rule below makes messages come twice, late or not at
              all, and functions fail, so that you see what your code does then.
            </p>`
      }
      <fault-form .targets=${this.targets}></fault-form>
      <form
        class="part"
        aria-labelledby="dice"
        @submit=${(event: SubmitEvent) => this.#seed(event)}
      >
        <h2 id="dice">Dice</h2>
        <div class="tools">
          <label
            ><span>Seed</span
            ><input type="number" name="seed" required step="1" .value=${String(seed)}
          /></label>
          <button>Start anew</button>
        </div>
        <p class="soft">The same seed, rules and order of events give the same faults.</p>
      </form>
    </div>`
  }

  async #seed(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const seed = Number(new FormData(event.target as HTMLFormElement).get('seed'))
    await act(() => call('PUT', 'faults', { seed }), 'The dice and the counts start anew.')
  }

  async #clear(): Promise<void> {
    await act(() => call('DELETE', 'faults'), 'Nothing goes wrong on purpose any more.')
  }

  async #load(): Promise<void> {
    this.targets = (await read<{ targets: string[] }>('faults'))?.targets ?? []
  }
}

function row(rule: FaultRule): TemplateResult {
  const { id, kind, target, hits, times } = rule
  const isSpent = times !== undefined && hits >= times
  const where = target === '*' ? 'everywhere' : target
  return html`<li>
    <div>
      <p><span class="note fault">${kind}</span> ${describeFault(rule)}</p>
      <p class="soft"><span class="mono">${where}</span> · ${describeChance(rule)}</p>
    </div>
    <p class="hits">
      <b>${hits}</b> ${hits === 1 ? 'strike' : 'strikes'}${isSpent ? html`, spent` : nothing}
    </p>
    <button
      aria-label="Remove: ${kind}, ${where}"
      @click=${() => act(() => call('DELETE', `faults/${encodeURIComponent(id)}`), 'Removed.')}
    >
      Remove
    </button>
  </li>`
}

customElements.define('faults-view', FaultsView)
