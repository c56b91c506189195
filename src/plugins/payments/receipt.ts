/**
 * The mail that says what was paid.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'
import { html } from '#framework/html.ts'
import type { Payment } from './ledger.ts'
import { formatMoney } from './money.ts'

/** Subject and bodies of a receipt. */
export function toReceipt({ id, kind, amount, currency, createdAt, receiptUrl }: Payment) {
  const sum = formatMoney(amount, currency)
  const what = kind === 'tip' ? 'your tip' : 'your membership'
  const day = createdAt.slice(0, 10)
  const account = `${appUrl()}/account`
  const text = [
    `Thank you for ${what}.`,
    '',
    `Paid: ${sum} on ${day}`,
    `Payment: ${id}`,
    ...(receiptUrl ? [`Receipt: ${receiptUrl}`] : []),
    '',
    `Your account: ${account}`,
  ].join('\n')
  const link = receiptUrl ? html`<p><a href="${receiptUrl}">Receipt</a></p>` : ''
  const body = html`<p>Thank you for ${what}.</p>
    <p><strong>${sum}</strong>, paid on ${day}</p>
    ${link}
    <p>Payment <code>${id}</code></p>
    <p><a href="${account}">Your account</a></p>`
  return { subject: `Receipt for ${sum}`, text, html: String(body) }
}
