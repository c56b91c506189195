/**
 * Rows of a table, as far as they fit in lines.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { toCell, toColumns } from './columns.ts'

export type Row = { [name: string]: unknown }

export interface Keys {
  name: string
  partitionKey: string
  sortKey: string | null
}

export interface TableInfo extends Keys {
  ttl: string | null
  count: string
  indexes: Keys[]
}

export function renderRows(
  { partitionKey, sortKey, ttl }: TableInfo,
  rows: Row[],
  open: (row: Row) => void,
): TemplateResult {
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
                      <button class="plain" @click=${() => open(row)}>${toCell(row[name])}</button>
                    </th>`
                  : html`<td>${toCell(row[name])}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
