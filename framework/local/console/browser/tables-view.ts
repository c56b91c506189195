/**
 * `<tables-view>`: the rows of a table, found by key, and changed as JSON.
 *
 * @module
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { toAddress } from './address.ts'
import { act, call, read, say } from './call.ts'
import { names } from './names.ts'
import { renderRows, type Row, type TableInfo } from './table-rows.ts'
import { View } from './view.ts'
import './row-editor.ts'
import './row-finder.ts'

interface Page {
  items: Row[]
  cursor?: string
}

class TablesView extends View {
  static override properties = {
    name: { attribute: false },
    tables: { state: true },
    rows: { state: true },
    cursor: { state: true },
    edited: { state: true },
  }

  /** The table that is looked at. */
  declare name: string | undefined
  declare tables: TableInfo[] | undefined
  declare rows: Row[] | undefined
  declare cursor: string | undefined
  /** A row, or `new`. */
  declare edited: Row | 'new' | undefined

  #asked = ''

  override connectedCallback() {
    super.connectedCallback()
    void this.#loadTables()
  }

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('name')) return
    this.rows = undefined
    this.cursor = undefined
    this.edited = undefined
    if (this.name) void this.#load('')
  }

  override render() {
    const { tables, name } = this
    const table = tables?.find((it) => it.name === name)
    return html`<h1 class="hidden">Tables</h1>
      <div class="split ${name ? 'has-choice' : ''}">
        <div class="side">
          ${
            tables?.length === 0
              ? html`<p class="empty">There is no table. Declare one under @tables in app.arc.</p>`
              : names(
                  (tables ?? []).map((it) => ({ ...it, href: toAddress('tables', it.name) })),
                  name,
                )
          }
        </div>
        <div class="main">
          ${
            table
              ? this.#table(table)
              : html`<p class="empty">${tables ? 'Choose a table.' : 'Loading…'}</p>`
          }
        </div>
      </div>`
  }

  #table(table: TableInfo): TemplateResult {
    const { rows, edited } = this
    return html`
      <a class="back" href="#/tables">All tables</a>
      <div class="bar-of-actions">
        <h2>${table.name}</h2>
        <button @click=${() => this.#refresh()}>Refresh</button>
        <button class="primary" @click=${() => (this.edited = 'new')}>New row</button>
      </div>
      <row-finder
        .table=${table}
        @find=${(event: CustomEvent<string>) => this.#load(event.detail)}
      ></row-finder>
      ${
        rows?.length === 0
          ? html`<p class="empty">No row was found.</p>`
          : rows && renderRows(table, rows, (row) => void this.#open(row))
      }
      ${this.cursor ? html`<button @click=${() => this.#load(this.#asked, this.cursor)}>More rows</button>` : nothing}
      ${
        edited
          ? html`<row-editor
              .table=${table}
              .row=${edited === 'new' ? undefined : edited}
              @saved=${() => this.#changed()}
              @closed=${() => (this.edited = undefined)}
            ></row-editor>`
          : nothing
      }
    `
  }

  /** An index may hold a part of a row only. */
  async #open(row: Row): Promise<void> {
    try {
      this.edited = await call<Row>('POST', `tables/${this.name}/row`, row)
    } catch (error) {
      say((error as Error).message, 'bad')
    }
  }

  async #load(asked: string, cursor?: string): Promise<void> {
    const { name } = this
    this.#asked = asked
    const query = new URLSearchParams(asked)
    if (cursor) query.set('cursor', cursor)
    const page = await read<Page>(`tables/${name}?${query}`)
    if (!page || name !== this.name) return
    this.rows = cursor ? [...(this.rows ?? []), ...page.items] : page.items
    this.cursor = page.cursor
  }

  async #loadTables(): Promise<void> {
    this.tables = (await read<TableInfo[]>('tables')) ?? this.tables
  }

  #changed(): void {
    this.edited = undefined
    void this.#loadTables()
    void this.#load(this.#asked)
  }

  async #refresh(): Promise<void> {
    await act(async () => {
      await Promise.all([this.#loadTables(), this.#load(this.#asked)])
    }, 'Up to date.')
  }
}

customElements.define('tables-view', TablesView)
