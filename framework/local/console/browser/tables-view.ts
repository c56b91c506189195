/**
 * `<tables-view>`: the rows of a table, found by key, and changed as JSON.
 *
 * @module
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { act, call, say } from './call.ts'
import { toCell, toColumns } from './columns.ts'
import { View } from './view.ts'
import './row-editor.ts'

type Row = { [name: string]: unknown }

interface Keys {
  name: string
  partitionKey: string
  sortKey: string | null
}

interface TableInfo extends Keys {
  ttl: string | null
  count: string
  indexes: Keys[]
}

interface Page {
  items: Row[]
  cursor?: string
}

class TablesView extends View {
  static override properties = {
    name: { attribute: false },
    tables: { state: true },
    index: { state: true },
    rows: { state: true },
    cursor: { state: true },
    edited: { state: true },
  }

  /** The table that is looked at. */
  declare name: string | undefined
  declare tables: TableInfo[] | undefined
  declare index: string
  declare rows: Row[] | undefined
  declare cursor: string | undefined
  /** A row, or `new`. */
  declare edited: Row | 'new' | undefined

  constructor() {
    super()
    this.index = ''
  }

  override connectedCallback() {
    super.connectedCallback()
    void this.#loadTables()
  }

  override willUpdate(changed: PropertyValues) {
    if (!changed.has('name')) return
    this.index = ''
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
              : html`<ul class="names">
                  ${tables?.map(
                    (it) =>
                      html`<li>
                        <a
                          href="#/tables/${it.name}"
                          aria-current=${it.name === name ? 'true' : nothing}
                          ><span class="name">${it.name}</span
                          ><span class="count">${it.count}</span></a
                        >
                      </li>`,
                  )}
                </ul>`
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
    const keys = table.indexes.find(({ name }) => name === this.index) ?? table
    const rows = this.rows
    return html`
      <a class="back" href="#/tables">All tables</a>
      <div class="bar-of-actions">
        <h2>${table.name}</h2>
        <button @click=${() => this.#refresh()}>Refresh</button>
        <button class="primary" @click=${() => (this.edited = 'new')}>New row</button>
      </div>
      <form class="tools" @submit=${(event: SubmitEvent) => this.#find(event)}>
        ${
          table.indexes.length > 0
            ? html`<label
                ><span>Look in</span
                ><select
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
      </form>
      ${
        rows?.length === 0
          ? html`<p class="empty">No row was found.</p>`
          : rows && this.#rows(table, rows)
      }
      ${this.cursor ? html`<button @click=${() => this.#load(this.#asked, this.cursor)}>More rows</button>` : nothing}
      ${
        this.edited
          ? html`<row-editor
              .table=${table}
              .row=${this.edited === 'new' ? undefined : this.edited}
              @saved=${() => this.#changed()}
              @closed=${() => (this.edited = undefined)}
            ></row-editor>`
          : nothing
      }
    `
  }

  #rows({ partitionKey, sortKey, ttl }: TableInfo, rows: Row[]): TemplateResult {
    const keys = [partitionKey, ...(sortKey ? [sortKey] : [])]
    const columns = toColumns(rows, keys)
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Rows">
      <table>
        <thead>
          <tr>
            ${columns.map(
              (name) =>
                html`<th scope="col">
                  ${name}${keys.includes(name) ? html` <i>key</i>` : nothing}${name === ttl ? html` <i>expiry</i>` : nothing}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map((name, column) =>
                  column === 0
                    ? html`<th scope="row">
                        <button class="plain" @click=${() => this.#open(row)}>
                          ${toCell(row[name])}
                        </button>
                      </th>`
                    : html`<td>${toCell(row[name])}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`
  }

  /** An index may hold a part of a row only. */
  async #open(row: Row): Promise<void> {
    try {
      this.edited = await call<Row>('POST', `tables/${this.name}/row`, row)
    } catch (error) {
      say((error as Error).message, 'bad')
    }
  }

  #asked = ''

  async #find(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const given = new FormData(event.target as HTMLFormElement)
    const query = new URLSearchParams()
    for (const [key, value] of given) if (value) query.set(key, value as string)
    if (this.index) query.set('index', this.index)
    if (query.has('sort') && !query.has('partition')) {
      say('DynamoDB finds by the sort key within one partition only: fill in both.', 'bad')
      return
    }
    await this.#load(query.toString())
  }

  async #load(asked: string, cursor?: string): Promise<void> {
    const { name } = this
    this.#asked = asked
    const query = new URLSearchParams(asked)
    if (cursor) query.set('cursor', cursor)
    try {
      const page = await call<Page>('GET', `tables/${name}?${query}`)
      if (name !== this.name) return
      this.rows = cursor ? [...(this.rows ?? []), ...page.items] : page.items
      this.cursor = page.cursor
    } catch (error) {
      say((error as Error).message, 'bad')
    }
  }

  async #loadTables(): Promise<void> {
    try {
      this.tables = await call<TableInfo[]>('GET', 'tables')
    } catch (error) {
      say((error as Error).message, 'bad')
    }
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
