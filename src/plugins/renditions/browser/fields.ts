/**
 * The fields of a rendition, as the form has them, and back.
 *
 * @module
 */
import { html } from 'lit'

/** Options of the image converter, by the name of the rendition. */
export type Renditions = Record<string, Record<string, string>>

/** One rendition while it is edited. */
export interface Row {
  name: string
  options: Record<string, string>
}

const choices: Readonly<Record<string, readonly string[]>> = {
  fit: ['inside', 'cover'],
  position: ['centre', 'attention', 'top', 'bottom', 'left', 'right'],
  format: ['webp', 'avif', 'jpeg', 'png'],
  markPosition: ['bottom-right', 'bottom-left', 'top-right', 'top-left', 'centre'],
}

const labels: Readonly<Record<string, string>> = {
  width: 'Width',
  height: 'Height',
  fit: 'Fit',
  position: 'Keep',
  format: 'Format',
  quality: 'Quality',
  watermark: 'Watermark',
  markPosition: 'Its place',
}

/** All of one rendition. */
export function renderRow(row: Row, onRemove: () => void) {
  const set = (key: string) => (event: Event) => {
    const { value } = event.target as HTMLInputElement
    if (value.trim()) row.options[key] = value.trim()
    else delete row.options[key]
  }
  return html`<fieldset>
    <legend>${row.name || 'New'}</legend>
    <label
      >Name
      <input
        .value=${row.name}
        required
        pattern="[a-z][a-z0-9\\-]*"
        title="Small letters, digits and hyphens"
        maxlength="31"
        @input=${(event: Event) => (row.name = (event.target as HTMLInputElement).value)}
    /></label>
    ${Object.keys(labels).map((key) => renderField(key, row.options[key] ?? '', set(key)))}
    <button type="button" @click=${onRemove} aria-label="Remove ${row.name}">Remove</button>
  </fieldset>`
}

function renderField(key: string, value: string, onInput: (event: Event) => void) {
  const options = choices[key]
  if (options) {
    return html`<label
      >${labels[key]}
      <select @change=${onInput}>
        ${options.map((it) => html`<option ?selected=${it === value}>${it}</option>`)}
      </select></label
    >`
  }
  if (key === 'watermark') {
    return html`<label
      >${labels[key]} <input .value=${value} maxlength="80" @input=${onInput}
    /></label>`
  }
  const most = key === 'quality' ? 100 : 8192
  return html`<label
    >${labels[key]} <input type="number" min="1" max=${most} .value=${value} @input=${onInput}
  /></label>`
}
