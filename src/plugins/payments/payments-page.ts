/**
 * All payments, newest first.
 *
 * @module
 */
import { html as markup, type SafeHtml } from '#framework/html.ts'
import type { HttpResponse } from '#framework/http.ts'
import type { Page } from '#framework/tables.ts'
import { day } from './dates.ts'
import type { Payment } from './ledger.ts'
import { formatMoney } from './money.ts'
import { paymentPage } from './pages.ts'

export function paymentsPage({ items, cursor }: Page<Payment>): HttpResponse {
  const more = markup`<p><a href="/payments?after=${encodeURIComponent(cursor ?? '')}">Older payments</a></p>`
  const body = markup`${items.length === 0 ? markup`<p>Nobody has paid yet.</p>` : table(items)}
    ${cursor ? more : null}`
  return paymentPage({ title: 'Payments', path: '/payments', body })
}

/** What has become of a payment, in a word or two. */
export function toState({ status, amount, refunded, currency }: Payment): string {
  if (refunded > 0) {
    return refunded === amount ? 'given back' : `${formatMoney(refunded, currency)} given back`
  }
  return states[status] ?? 'not paid'
}

/** What can still be given back, in the smallest unit. */
export function toLeft({ status, amount, refunded }: Payment): number {
  return status === 'succeeded' ? amount - refunded : 0
}

const states: Record<string, string> = {
  succeeded: 'paid',
  processing: 'on its way',
  canceled: 'cancelled',
}

// On a phone the columns stand below each other, and name themselves.
function table(items: readonly Payment[]): SafeHtml {
  return markup`<div class="table-frame" tabindex="0" role="region" aria-label="List of payments">
    <table class="payments-table">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Who</th>
          <th scope="col">What for</th>
          <th scope="col" class="amount">Amount</th>
          <th scope="col">State</th>
          <th scope="col">Payment</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(row)}
      </tbody>
    </table>
  </div>`
}

function row(payment: Payment): SafeHtml {
  const { id, createdAt, email, userId, kind, amount, currency } = payment
  const who = email ?? userId ?? 'somebody who left'
  return markup`<tr>
    <td data-label="Day">${day(createdAt)}</td>
    <td data-label="Who" class="who">${who}</td>
    <td data-label="What for">${kind}</td>
    <td data-label="Amount" class="amount">${formatMoney(amount, currency)}</td>
    <td data-label="State">${toState(payment)}</td>
    <td data-label="Payment">
      <a href="/payments/${id}">${toLeft(payment) > 0 ? 'Look, give back' : 'Look'}<span
        class="visually-hidden">: ${kind} of ${who}</span></a>
    </td>
  </tr>`
}
