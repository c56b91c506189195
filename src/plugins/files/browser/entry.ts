/**
 * One file in the list of `<file-upload>`: how far it is, and what can be done.
 *
 * @module
 */
import { html, nothing } from 'lit'
import { toSize } from './choosing.ts'

/** One file in the list. */
export interface Entry {
  file: File
  sent: number
  state: 'sending' | 'looking' | 'stored' | 'failed'
  problem?: string
  canRetry?: boolean
  stop: AbortController
}

/** With a button for each thing that can be done. */
export function renderEntry(
  { file, sent, state, problem, canRetry }: Entry,
  { onRetry, onLeave }: { onRetry: () => void; onLeave: () => void },
) {
  const isBusy = state === 'sending' || state === 'looking'
  const part = file.size ? sent / file.size : 0
  const leave = { sending: 'Cancel', failed: 'Leave out', looking: '', stored: '' }[state]
  const words = {
    sending: `${Math.floor(part * 100)} % of ${toSize(file.size)}`,
    looking: 'Sent. It is being looked at.',
    stored: `${toSize(file.size)}, done`,
    failed: problem,
  }[state]

  return html`<li class=${state}>
    <p class="name">${file.name}</p>
    ${isBusy ? html`<progress max="1" .value=${part} aria-label=${file.name}></progress>` : nothing}
    <p class="words">${words}</p>
    ${
      canRetry
        ? html`<button @click=${onRetry} aria-label="Try again: ${file.name}">Try again</button>`
        : nothing
    }
    ${
      leave
        ? html`<button @click=${onLeave} aria-label="${leave}: ${file.name}">${leave}</button>`
        : nothing
    }
  </li>`
}
