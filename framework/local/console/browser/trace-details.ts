/**
 * All that is kept of one trace: why it failed, its log, what it was given and what it answered.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import type { Trace } from '../../trace/types.ts'
import { act, call } from './call.ts'
import { findContent } from './format.ts'
import { logLine, payload } from './parts.ts'

/** @param outbox - where mails are shown */
export function traceDetails(trace: Trace, outbox: string | undefined): TemplateResult {
  const isMail = trace.kind === 'mail'
  const contents = findContent(trace.event)
  const [said] = findContent(trace.answer).filter(({ text }) => /^[{[]/.test(text))
  return html`<section class="details" aria-label="Details of ${nameOf(trace)}">
    <div class="bar-of-actions">
      <h3>${trace.function || nameOf(trace)}</h3>
      ${actions(trace, outbox)}
    </div>
    ${
      trace.error
        ? html`<h4>Error</h4>
            <pre class="error" tabindex="0">${trace.error}</pre>`
        : nothing
    }
    ${isMail ? html`<p class="soft">Handed over to SES as ${trace.name}.</p>` : log(trace)}
    ${contents.map(({ label, text }) => payload(label, text, true))}
    ${said ? payload('Answer, its body', said.text, true) : nothing}
    ${trace.answer ? payload('Answer', trace.answer, !said) : nothing}
    ${trace.event ? payload('Event', trace.event, false) : nothing}
  </section>`
}

export function nameOf({ kind, name }: { kind: string; name: string }): string {
  return kind === 'mail' ? 'a mail was handed over' : name
}

function actions({ kind, name, canReplay, id }: Trace, outbox: string | undefined) {
  if (kind === 'mail') {
    return outbox
      ? html`<a class="button" href="${outbox}/mails/${name}" target="_blank" rel="noreferrer"
          >Open the mail</a
        >`
      : nothing
  }
  if (!canReplay) return html`<span class="soft">Too large to replay</span>`
  return html`<button
    class="primary"
    title="Gives the same event to the function again. A message or a tick that was handled already is skipped by its key, as in AWS."
    @click=${() => act(() => call('POST', `traces/${id}/replay`), 'Replayed. It is on top of the list.')}
  >
    Replay
  </button>`
}

function log({ logs, start }: Trace): TemplateResult {
  return html`<h4>Log</h4>
    ${
      logs.length > 0
        ? html`<ol class="log">
            ${logs.map((entry) => logLine(entry, start))}
          </ol>`
        : html`<p class="soft">The function wrote nothing.</p>`
    }`
}
