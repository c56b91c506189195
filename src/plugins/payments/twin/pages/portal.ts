/**
 * The hosted customer portal, and what invoices and receipts look like.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { testCards } from '../cards.ts'
import type { Charge, Customer, Invoice, PaymentMethod, Subscription } from '../objects.ts'
import { toDate, toMoney, toPage } from './layout.ts'

interface View {
  id: string
  customer: Customer
  back: string | null
  subscription: Subscription | undefined
  card: PaymentMethod | undefined
  invoices: readonly Invoice[]
  problem?: string | undefined
}

/** A customer's subscription, card and invoices. */
export function portalPage({ id, customer, back, subscription, card, invoices, problem }: View) {
  return toPage(
    'Your membership',
    html`<section>
        ${back ? html`<a class="back" href="${back}">← Back to the site</a>` : ''}
        <h1>Your membership</h1>
        <p class="soft">${toNames(customer)}</p>
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
        <h2>Subscription</h2>
        ${subscription ? plan(id, subscription) : html`<p>There is none.</p>`}
        <h2>Card</h2>
        <p class="card">${card ? `${card.card.brand} •••• ${card.card.last4}` : 'None is kept.'}</p>
        <form method="post" action="/portal/${id}" class="code">
          <label>
            New card
            <select name="number">
              ${Object.entries(testCards).map(
                ([digits, { label }]) =>
                  html`<option value="${digits}">${digits.slice(-4)}: ${label}</option>`,
              )}
            </select>
          </label>
          <button name="act" value="card">Change the card</button>
        </form>
      </section>
      <section>
        <h2>Invoices</h2>
        ${invoices.length === 0 ? html`<p>None yet.</p>` : ''}
        <ul class="invoices">
          ${invoices.map(
            (it) =>
              html`<li>
                <a href="/invoices/${it.id}">${it.number}</a>
                <span>${toDate(it.created)}</span>
                <span>${toMoney(it.total, it.currency)}, ${it.status}</span>
              </li>`,
          )}
        </ul>
      </section>`,
  )
}

function toNames({ id, name, email }: Customer): string {
  return [...new Set([name, email])].filter(Boolean).join(', ') || id
}

function plan(id: string, subscription: Subscription): SafeHtml {
  const [item] = subscription.items.data
  const { unit_amount: amount, currency, recurring } = item!.price
  const end = toDate(item!.current_period_end)
  const ends = subscription.cancel_at_period_end
  const isOver = subscription.status === 'canceled'
  const state = isOver
    ? `Ended on ${toDate(subscription.ended_at!)}`
    : ends
      ? `Ends on ${end}`
      : `Renews on ${end}`
  return html`<p>
      ${toMoney(amount, currency)} per ${recurring!.interval}<br />
      <strong>${state}</strong> <span class="soft">(${subscription.status})</span>
    </p>
    ${
      isOver
        ? ''
        : html`<form method="post" action="/portal/${id}">
            <button name="act" value="${ends ? 'resume' : 'cancel'}">
              ${ends ? 'Do not end it' : 'Cancel at the period’s end'}
            </button>
          </form>`
    }`
}

/** An invoice to look at and to print. */
export function invoicePage(invoice: Invoice, name: string) {
  const lines = (invoice['lines'] as { data: { description: string; amount: number }[] }).data
  return toPage(
    `Invoice ${invoice.number}`,
    html`<section class="question">
      <h1>Invoice <small>${invoice.number}</small></h1>
      <p>${name}<br />${toDate(invoice.created)}, <strong>${invoice.status}</strong></p>
      <dl>
        ${lines.map(
          ({ description, amount }) =>
            html`<div>
              <dt>${description}</dt>
              <dd>${toMoney(amount, invoice.currency)}</dd>
            </div>`,
        )}
        <div class="total">
          <dt>Total</dt>
          <dd>${toMoney(invoice.total, invoice.currency)}</dd>
        </div>
      </dl>
    </section>`,
  )
}

/** What a charge's `receipt_url` shows. */
export function receiptPage(charge: Charge) {
  return toPage(
    'Receipt',
    html`<section class="question">
      <h1>Receipt</h1>
      <p>Paid on ${toDate(charge.created)}</p>
      <dl>
        <div>
          <dt>${(charge['description'] as string | null) ?? 'Payment'}</dt>
          <dd>${toMoney(charge.amount, charge.currency)}</dd>
        </div>
        ${
          charge.amount_refunded
            ? html`<div>
                <dt>Given back</dt>
                <dd>${toMoney(-charge.amount_refunded, charge.currency)}</dd>
              </div>`
            : ''
        }
        <div class="total">
          <dt>Total</dt>
          <dd>${toMoney(charge.amount - charge.amount_refunded, charge.currency)}</dd>
        </div>
      </dl>
      <p class="soft"><code>${charge.id}</code></p>
    </section>`,
  )
}
