/**
 * One payment: what it was, all that happened to it, and the way to give it back.
 *
 * @module
 */
import { html as markup, type SafeHtml } from '#framework/html.ts'
import type { HttpResponse } from '#framework/http.ts'
import type { AuditEntry } from './audit.ts'
import { day } from './dates.ts'
import type { Payment } from './ledger.ts'
import { formatMoney } from './money.ts'
import { paymentPage } from './pages.ts'
import { toLeft, toState } from './payments-page.ts'

/** @param isDone - something of it was given back a moment ago */
export function paymentHistoryPage(
  payment: Payment,
  { entries, isDone }: { entries: readonly AuditEntry[]; isDone: boolean },
): HttpResponse {
  const { id } = payment
  const body = markup`${isDone ? markup`<p class="notice" role="status">Given back. The bank needs a few days.</p>` : null}
    ${facts(payment)} ${toLeft(payment) > 0 ? refundForm(payment) : null}
    <section aria-labelledby="payment-history">
      <h2 class="section-title" id="payment-history">What happened</h2>
      <ul class="receipts" role="list">
        ${entries.map(toLine)}
      </ul>
    </section>
    <p><a href="/payments">All payments</a></p>`
  return paymentPage({ title: 'Payment', path: `/payments/${id}`, body })
}

function facts(payment: Payment): SafeHtml {
  const { id, kind, amount, currency, createdAt, email, userId, receiptUrl } = payment
  const fact = (name: string, value: SafeHtml | string) =>
    markup`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`
  return markup`<dl class="payment-facts">
    ${fact('What for', kind)} ${fact('Amount', formatMoney(amount, currency))}
    ${fact('State', toState(payment))} ${fact('Day', day(createdAt))}
    ${fact('Who', email ?? userId ?? 'somebody who left')}
    ${fact('At Stripe', markup`<code>${id}</code>`)}
    ${receiptUrl ? fact('Receipt', markup`<a href="${receiptUrl}">Stripe’s receipt</a>`) : null}
  </dl>`
}

function refundForm(payment: Payment): SafeHtml {
  const { id, currency } = payment
  const left = toLeft(payment)
  const most = formatMoney(left, currency)
  return markup`<section aria-labelledby="give-back">
    <h2 class="section-title" id="give-back">Give back</h2>
    <form class="form" method="post" action="/payments/${id}/refund">
      <div class="field">
        <label for="amount">Amount in ${currency.toUpperCase()}</label>
        <div class="field-row">
          <input id="amount" name="amount" inputmode="decimal" autocomplete="off"
            aria-describedby="amount-hint" placeholder="${most.replace(/[^\d.]/g, '')}" />
          <button class="button" type="submit">Refund</button>
        </div>
        <p class="hint" id="amount-hint">At most ${most}; left empty, all of that.</p>
      </div>
    </form>
  </section>`
}

function toLine({ at, state, by, eventType, userId }: AuditEntry): SafeHtml {
  const cause = [by, eventType, userId].filter(Boolean).join(', ')
  return markup`<li>
    <span>${state === 'unchanged' ? 'nothing new' : state}</span>
    <span class="hint">${at.slice(0, 16).replace('T', ' ')} UTC, ${cause}</span>
  </li>`
}
