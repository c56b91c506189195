/**
 * The hosted checkout.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { KeptSession } from '../billing/checkout.ts'
import { testCards } from '../cards.ts'
import { toMoney, toPage } from './layout.ts'

interface View {
  email: string
  number?: string
  problem?: string
}

/** What is bought, for how much, and a form for the card. */
export function checkoutPage(session: KeptSession, { email, number = '', problem }: View) {
  const { id, currency, mode, cancel_url: back } = session
  const total = toMoney(session.amount_total, currency)
  const recurring = session.lines_own[0]!.price.recurring
  const verb = mode === 'subscription' ? 'Subscribe' : 'Pay'
  return toPage(
    verb,
    html`<section class="bill plain">
        ${back ? html`<a class="back" href="${back}">← Back</a>` : ''}
        <h1>${verb} ${total}${recurring ? html`<small> per ${recurring.interval}</small>` : ''}</h1>
        <dl>
          ${session.lines_own.map(
            ({ description, quantity, price }) =>
              html`<div>
                <dt>${description}${quantity > 1 ? ` × ${quantity}` : ''}</dt>
                <dd>${toMoney(price.unit_amount * quantity, currency)}</dd>
              </div>`,
          )}
          ${sumLines(session)}
          <div class="total">
            <dt>Total due today</dt>
            <dd>${total}</dd>
          </div>
        </dl>
        ${session.allow_promotion_codes ? codeForm(session) : ''}
      </section>
      <section>
        ${problem ? html`<p class="problem" role="alert"><strong>Not paid.</strong> ${problem}</p>` : ''}
        <form method="post" action="/pay/${id}">
          <label>E-mail <input name="email" type="email" required value="${email}" /></label>
          <label>
            Card number
            <input
              name="number"
              inputmode="numeric"
              autocomplete="cc-number"
              required
              value="${number}"
              placeholder="4242 4242 4242 4242"
              list="cards"
            />
          </label>
          <datalist id="cards">
            ${Object.entries(testCards).map(
              ([digits, { label }]) => html`<option value="${digits}">${label}</option>`,
            )}
          </datalist>
          <button class="pay" name="act" value="pay">${verb} ${total}</button>
          <fieldset>
            <legend>Or take a test card</legend>
            ${Object.entries(testCards).map(
              ([digits, { label }]) =>
                html`<button name="card" value="${digits}" formnovalidate>
                  <span>${label}</span> <code>${digits.slice(-4)}</code>
                </button>`,
            )}
          </fieldset>
        </form>
      </section>`,
  )
}

function sumLines({ currency, ...session }: KeptSession): SafeHtml[] {
  const { amount_discount: off, amount_tax: tax } = session['total_details'] as Record<
    string,
    number
  >
  const line = (label: string, amount: number) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${toMoney(amount, currency)}</dd>
    </div>`
  return [...(off ? [line('Discount', -off)] : []), ...(tax ? [line('Tax', tax)] : [])]
}

function codeForm({ id, promotion_own: code }: KeptSession): SafeHtml {
  if (code) return html`<p class="taken">Promotion code taken.</p>`
  return html`<form method="post" action="/pay/${id}" class="code">
    <label>Promotion code <input name="code" required /></label>
    <button name="act" value="code">Apply</button>
  </form>`
}

/** What the bank of the card asks. */
export function secureQuestion(session: KeptSession, { email, number = '' }: View) {
  const { id, amount_total: amount, currency } = session
  return toPage(
    '3-D Secure',
    html`<section class="question">
      <h1>Your bank asks</h1>
      <p>Is it you who pays <strong>${toMoney(amount, currency)}</strong>?</p>
      <p class="soft">3-D Secure, imitated.</p>
      <form method="post" action="/pay/${id}">
        <input type="hidden" name="email" value="${email}" />
        <input type="hidden" name="number" value="${number}" />
        <button class="pay" name="answered" value="yes">Yes, it is me</button>
        <button name="answered" value="no">No, refuse</button>
      </form>
    </section>`,
  )
}

/** When there is nothing to pay here (any more). */
export function messagePage(title: string, text: string, back: string | null = null) {
  return toPage(
    title,
    html`<section class="question">
      <h1>${title}</h1>
      <p>${text}</p>
      ${back ? html`<p><a href="${back}">Back to the site</a></p>` : ''}
    </section>`,
  )
}
