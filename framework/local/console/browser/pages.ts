/**
 * Which part of the console shows what the address names.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import type { Address } from './address.ts'
import { findOutbox, type Overview } from './overview.ts'
import './clock-view.ts'
import './dead-view.ts'
import './faults-view.ts'
import './schedules-view.ts'
import './services-view.ts'
import './storage-view.ts'
import './tables-view.ts'
import './trace-list.ts'
import './trace-view.ts'
import './twin-view.ts'

export function renderPage(
  { page, choice, rest }: Address,
  overview: Overview | undefined,
): TemplateResult {
  switch (page) {
    case 'tables':
      return html`<tables-view .name=${choice}></tables-view>`
    case 'storage':
      return html`<storage-view .bucket=${choice} .folder=${rest ?? ''}></storage-view>`
    case 'schedules':
      return html`<schedules-view .overview=${overview}></schedules-view>`
    case 'dead':
      return html`<dead-view></dead-view>`
    case 'clock':
      return html`<clock-view .overview=${overview}></clock-view>`
    case 'faults':
      return html`<faults-view></faults-view>`
    case 'services':
      return choice
        ? html`<twin-view .service=${choice}></twin-view>`
        : html`<services-view .overview=${overview}></services-view>`
    case 'traces':
      return renderRequests(choice, findOutbox(overview))
  }
}

function renderRequests(choice: string | undefined, outbox: string | undefined): TemplateResult {
  return html`<h1 class="hidden">Requests</h1>
    <div class="split ${choice ? 'has-choice' : ''}">
      <div class="side"><trace-list .chosen=${choice}></trace-list></div>
      <div class="main">
        ${
          choice
            ? html`<trace-view .request=${choice} .outbox=${outbox}></trace-view>`
            : html`<p class="empty">
                Choose a request to see what it led to: events, queues and mails, with their times,
                logs and payloads.
              </p>`
        }
      </div>
    </div>`
}
