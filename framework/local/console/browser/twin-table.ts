/**
 * One section of what a twin keeps, as a table; on a narrow screen each row is a card. Such a table
 * is none to a browser, so the roles say that it is.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { TwinAction, TwinRow, TwinState } from '../../../service.ts'
import { toDateAndClock } from './times.ts'

type Section = TwinState['sections'][number]
type Cell = string | number | null

/** Makes the button of an action; `label` names its row. */
export type RenderButton = (
  action: TwinAction,
  row: { id: string; label: string },
) => TemplateResult

export function renderSection(section: Section, button: RenderButton): TemplateResult {
  const { title, rows, empty = 'Nothing yet.' } = section
  return html`<section class="part" aria-label=${title}>
    <h2>${title}${rows.length > 0 ? html` <span class="count">${rows.length}</span>` : nothing}</h2>
    ${rows.length > 0 ? renderTable(section, button) : html`<p class="soft">${empty}</p>`}
  </section>`
}

function renderTable({ title, columns, rows }: Section, button: RenderButton): TemplateResult {
  const hasActions = rows.some(({ actions }) => actions?.length)
  const isNumeric = columns.map((_, index) => rows.every(({ cells }) => isNumber(cells[index])))
  const heads = columns.map(
    (name, index) =>
      html`<th role="columnheader" class=${isNumeric[index] ? 'number' : ''}>${name}</th>`,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}, table">
    <table class="cardlike" role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${heads}
          ${hasActions ? html`<th role="columnheader"><span class="hidden">Actions</span></th>` : nothing}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row) => renderRow(row, { columns, hasActions, button }))}
      </tbody>
    </table>
  </div>`
}

function renderRow(
  { id, cells, href, actions = [] }: TwinRow,
  {
    columns,
    hasActions,
    button,
  }: { columns: readonly string[]; hasActions: boolean; button: RenderButton },
): TemplateResult {
  const [first = null, ...others] = cells
  const label = String(first ?? id)
  const shown = toCell(first)
  return html`<tr role="row">
    <th role="rowheader">
      ${href ? html`<a href=${href} target="_blank" rel="noreferrer">${shown}</a>` : shown}
    </th>
    ${others.map(
      (cell, index) =>
        html`<td
          role="cell"
          data-label=${columns[index + 1] ?? ''}
          class=${isNumber(cell) ? 'number' : ''}
        >
          ${toCell(cell)}
        </td>`,
    )}
    ${
      hasActions
        ? html`<td role="cell" class="actions">
            ${actions.map((action) => button(action, { id, label }))}
          </td>`
        : nothing
    }
  </tr>`
}

function isNumber(cell: Cell | undefined): boolean {
  return typeof cell === 'number'
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

/** Times are shown by the reader's own clock. */
function toCell(cell: Cell): unknown {
  if (cell === null) return html`<span class="soft">–</span>`
  if (typeof cell !== 'string' || !isoTime.test(cell)) return cell
  return html`<time datetime=${cell}>${toDateAndClock(Date.parse(cell))}</time>`
}
