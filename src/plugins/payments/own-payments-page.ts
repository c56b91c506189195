/**
 * One's own membership, invoices and receipts.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { html as markup, type SafeHtml } from '#framework/html.ts'
import type { HttpResponse } from '#framework/http.ts'
import { day } from './dates.ts'
import type { Payment } from './ledger.ts'
import { isRunning, type Membership } from './memberships.ts'
import { formatMoney } from './money.ts'
import { ended, standing } from './offer.ts'
import { paymentPage } from './pages.ts'

export function ownPaymentsPage({
  membership,
  payments,
  invoices,
}: {
  membership: Membership | undefined
  payments: readonly Payment[]
  invoices: readonly Stripe.Invoice[]
}): HttpResponse {
  const tips = payments.filter(({ kind, status }) => kind === 'tip' && status === 'succeeded')
  const offer = markup`${ended(membership) ?? markup`<p>You are not a member yet.</p>`}
    <p><a class="button" href="/membership">Become a member, or give a tip</a></p>`
  const body = markup`${isRunning(membership) ? standing(membership!) : offer}
    ${list('Invoices', invoices.map(toInvoice))} ${list('Tips', tips.map(toTip))}
    <p><a href="/account">To your account</a></p>`
  return paymentPage({ title: 'Membership and payments', path: '/account/payments', body })
}

function list(title: string, items: readonly SafeHtml[]): SafeHtml {
  const none = markup`<p class="hint">None yet.</p>`
  const all = markup`<ul class="receipts" role="list">
    ${[...items]}
  </ul>`
  return markup`<section>
    <h2 class="section-title">${title}</h2>
    ${items.length === 0 ? none : all}
  </section>`
}

function toInvoice({
  number,
  created,
  total,
  currency,
  status,
  hosted_invoice_url: url,
}: Stripe.Invoice) {
  const name = number ?? 'Invoice'
  return markup`<li>
    <span>${url ? markup`<a href="${url}">${name}</a>` : name}</span>
    <span>${day(created)}, ${formatMoney(total, currency)}, ${status}</span>
  </li>`
}

function toTip({ createdAt, amount, refunded, currency, receiptUrl }: Payment): SafeHtml {
  const sum = formatMoney(amount, currency)
  const back = refunded > 0 ? `, ${formatMoney(refunded, currency)} given back` : ''
  return markup`<li>
    <span>${receiptUrl ? markup`<a href="${receiptUrl}">Tip of ${sum}</a>` : `Tip of ${sum}`}</span>
    <span>${day(createdAt)}${back}</span>
  </li>`
}
