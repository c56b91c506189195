/**
 * `<row-editor>`: a dialog with one row as JSON.
 *
 * @module
 */
import { html, nothing } from 'lit'
import { act, call } from './call.ts'
import { View } from './view.ts'

type Row = { [name: string]: unknown }

class RowEditor extends View {
  static override properties = {
    table: { attribute: false },
    row: { attribute: false },
    trouble: { state: true },
    isSure: { state: true },
  }

  declare table: { name: string; partitionKey: string; sortKey: string | null }
  /** Nothing for a new one. */
  declare row: Row | undefined
  declare trouble: string
  declare isSure: boolean

  constructor() {
    super()
    this.trouble = ''
    this.isSure = false
  }

  override firstUpdated() {
    this.querySelector('dialog')?.showModal()
    const json = this.querySelector('textarea')
    json?.focus()
    json?.setSelectionRange(0, 0)
    json?.scrollTo(0, 0)
  }

  override render() {
    const { table, row, trouble } = this
    const keys = [table.partitionKey, ...(table.sortKey ? [table.sortKey] : [])]
    const start = row ?? Object.fromEntries(keys.map((name) => [name, '']))
    return html`<dialog aria-labelledby="row-title" @close=${() => this.#tell('closed')}>
      <form method="dialog" @submit=${(event: SubmitEvent) => this.#save(event)}>
        <h2 id="row-title">
          ${row ? keys.map((name) => String(row[name])).join(' · ') : `New row in ${table.name}`}
        </h2>
        <label for="row-json">Row as JSON</label>
        <textarea
          id="row-json"
          rows="20"
          spellcheck="false"
          aria-invalid=${trouble ? 'true' : nothing}
          aria-describedby="row-help"
          .value=${JSON.stringify(start, undefined, 2)}
          @keydown=${(event: KeyboardEvent) => this.#saveByKey(event)}
        ></textarea>
        <p id="row-help" class=${trouble ? 'trouble' : 'soft'} role=${trouble ? 'alert' : nothing}>
          ${trouble || 'Sets, binary and very long numbers are written {"$set": […]}, {"$binary": "base64"}, {"$number": "…"}.'}
        </p>
        <div class="bar-of-actions">
          ${
            row
              ? html`<button type="button" class="danger" @click=${() => this.#remove()}>
                  ${this.isSure ? 'Really delete' : 'Delete'}
                </button>`
              : nothing
          }
          <span class="grow"></span>
          <button type="button" @click=${() => this.querySelector('dialog')?.close()}>
            Cancel
          </button>
          <button class="primary">Save</button>
        </div>
      </form>
    </dialog>`
  }

  #saveByKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    this.querySelector('form')?.requestSubmit()
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    this.trouble = ''
    try {
      const item = JSON.parse(this.querySelector('textarea')!.value) as unknown
      await call('PUT', `tables/${this.table.name}`, { item, before: this.row })
    } catch (error) {
      this.trouble = (error as Error).message
      return
    }
    document.dispatchEvent(new CustomEvent('say', { detail: { message: 'Saved.', tone: 'good' } }))
    this.#tell('saved')
  }

  async #remove(): Promise<void> {
    if (!this.isSure) {
      this.isSure = true
      return
    }
    const { table, row } = this
    const isDone = await act(() => call('DELETE', `tables/${table.name}`, row), 'Deleted.')
    if (isDone) this.#tell('saved')
  }

  #tell(what: 'saved' | 'closed'): void {
    this.dispatchEvent(new CustomEvent(what))
  }
}

customElements.define('row-editor', RowEditor)
