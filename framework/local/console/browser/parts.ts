/**
 * What the details of a trace are made of.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { LogEntry } from '../../trace/types.ts'
import { toColoured } from './format.ts'
import { toDuration } from './times.ts'

/** A payload that folds away. */
export function payload(label: string, text: string, isOpen: boolean): TemplateResult {
  return html`<details ?open=${isOpen}>
    <summary>${label}</summary>
    <pre class="json" tabindex="0">${toColoured(text)}</pre>
  </details>`
}

/** A line of a function's log; `start` is when its trace began. */
export function logLine({ time, level, message, fields }: LogEntry, start: number): TemplateResult {
  const after = Math.max(0, Date.parse(time) - start)
  return html`<li class=${level}>
    <span class="at" title=${time}>+${toDuration(after)}</span><span class="level">${level}</span>
    <span class="text"
      >${message}${fields ? html` <span class="fields">${toFields(fields)}</span>` : nothing}</span
    >
  </li>`
}

/** `a=1 b=text`, and a stack on lines of its own. */
function toFields(fields: string): string {
  try {
    const { error, ...rest } = JSON.parse(fields) as {
      error?: { stack?: string; message?: string }
    }
    const text = Object.entries(rest).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    const failure = error && `\n${error.stack ?? error.message ?? JSON.stringify(error)}`
    return [...text, failure].filter(Boolean).join(' ')
  } catch {
    return fields
  }
}
