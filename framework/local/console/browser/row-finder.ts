/**
 * `<row-finder>`: asks a table, or one of its indexes, by key. Tells its question as `find`.
 *
 * @module
 */
import { html, nothing, type PropertyValues } from 'lit'
import { say } from './call.ts'
import type { TableInfo } from './table-rows.ts'
import { View } from './view.ts'

class RowFinder extends View {
  static override properties = {
    table: { attribute: false },
    index: { state: true },
  }

  declare table: TableInfo
  declare index: string

  constructor() {
    super()
    this.index = ''
  }

  override willUpdate(changed: PropertyValues<RowFinder>) {
    if (!changed.has('table') || changed.get('table')?.name === this.table.name) return
    this.index = ''
    this.querySelector('form')?.reset()
  }

  override render() {
    const { table } = this
    const keys = table.indexes.find(({ name }) => name === this.index) ?? table
    return html`<form class="tools" @submit=${(event: SubmitEvent) => this.#find(event)}>
      ${
        table.indexes.length > 0
          ? html`<label
              ><span>Look in</span
              ><select
                .value=${this.index}
                @change=${(event: Event) => (this.index = (event.target as HTMLSelectElement).value)}
              >
                <option value="">the table</option>
                ${table.indexes.map(({ name }) => html`<option value=${name}>${name}</option>`)}
              </select></label
            >`
          : nothing
      }
      <label
        ><span>${keys.partitionKey} is</span
        ><input name="partition" autocomplete="off" spellcheck="false"
      /></label>
      ${
        keys.sortKey
          ? html`<label
              ><span>${keys.sortKey} begins with</span
              ><input name="sort" autocomplete="off" spellcheck="false"
            /></label>`
          : nothing
      }
      <button>Find</button>
    </form>`
  }

  #find(event: SubmitEvent): void {
    event.preventDefault()
    const given = new FormData(event.target as HTMLFormElement)
    const query = new URLSearchParams()
    for (const [key, value] of given) if (value) query.set(key, value as string)
    if (this.index) query.set('index', this.index)
    if (query.has('sort') && !query.has('partition')) {
      say('DynamoDB finds by the sort key within one partition only: fill in both.', 'bad')
      return
    }
    this.dispatchEvent(new CustomEvent('find', { detail: query.toString() }))
  }
}

customElements.define('row-finder', RowFinder)
