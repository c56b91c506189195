/**
 * What there is to buy: the membership and the tip, as pieces of pages.
 *
 * @module
 */
import { html as markup, type SafeHtml } from '#framework/html.ts'
import { day } from './dates.ts'
import type { Membership } from './memberships.ts'
import { formatMoney } from './money.ts'
import { settings, type Plan } from './settings.ts'

/**
 * The plans, each with a button that leads to Stripe; a stranger's leads to signing in, and back.
 *
 * @param chosen - the plan that somebody has chosen before they signed in
 */
export function plans({
  isStranger = false,
  chosen,
}: { isStranger?: boolean; chosen?: string | null } = {}): SafeHtml {
  const { monthly, yearly, currency } = settings
  const saved = Math.round((1 - yearly / (12 * monthly)) * 100)
  const plan = (name: Plan, amount: number, unit: string, hint: string) =>
    markup`<form class="plan" method="${isStranger ? 'get' : 'post'}" action="/membership">
      <input type="hidden" name="${isStranger ? 'join' : 'plan'}" value="${name}" />
      <h2 class="plan-name">${name === 'monthly' ? 'By the month' : 'By the year'}</h2>
      <p class="plan-price"><strong>${formatMoney(amount, currency)}</strong> per ${unit}</p>
      <p class="hint">${hint}</p>
      <button class="button button-strong" type="submit" ${chosen === name ? markup`autofocus` : null}>
        Become a member, ${name}
      </button>
    </form>`
  const first = isStranger ? 'You sign in first, and pay' : 'You pay'
  return markup`<div class="plans">
      ${plan('monthly', monthly, 'month', 'Renews each month. End it whenever you like.')}
      ${plan('yearly', yearly, 'year', `Renews each year.${saved > 0 ? ` You save ${saved}%.` : ''}`)}
    </div>
    <p class="hint">${first} at Stripe: this site never sees your card.</p>`
}

/** A tip of a free amount. */
export function tipForm({
  value = '',
  problem,
}: { value?: string; problem?: string } = {}): SafeHtml {
  const { tipMin, tipMax, currency } = settings
  const range = `${formatMoney(tipMin, currency)} to ${formatMoney(tipMax, currency)}`
  const hint = problem
    ? markup`<p class="problem-text" id="tip-hint" role="alert">${problem}</p>`
    : markup`<p class="hint" id="tip-hint">Any amount from ${range}.</p>`
  return markup`<form class="form tip" method="post" action="/tips">
    <div class="field">
      <label for="tip-amount">Amount of the tip in ${currency.toUpperCase()}</label>
      <div class="field-row">
        <input id="tip-amount" name="amount" inputmode="decimal" required autocomplete="off"
          value="${value}" placeholder="5.00" aria-describedby="tip-hint"
          ${problem ? markup`aria-invalid="true"` : null} />
        <button class="button" type="submit">Give a tip</button>
      </div>
      ${hint}
    </div>
  </form>`
}

/** What a member reads of their membership. */
export function standing({ status, plan, periodEnd, isEnding }: Membership): SafeHtml {
  const kind = plan === 'other' ? '' : ` (${plan})`
  const isLate = status === 'past_due' && !isEnding
  const text = isEnding
    ? markup`You are a member${kind} until ${day(periodEnd)}. It will not be renewed.`
    : isLate
      ? markup`You are a member${kind}, but your card was declined for the renewal: change it, so that your membership goes on.`
      : markup`You are a member${kind}. Your membership renews on ${day(periodEnd)}.`
  return markup`<p class="notice ${isLate ? 'notice-problem' : ''}" role="status">${text}</p>
    <form method="post" action="/payments/portal">
      <button class="button ${isLate ? '' : 'button-quiet'}" type="submit">
        Change card, see invoices, ${isEnding ? 'resume' : 'cancel'}
      </button>
    </form>`
}

/** What somebody reads whose membership is over; nothing for whoever never had one. */
export function ended(membership: Membership | undefined): SafeHtml | null {
  if (!membership) return null
  const { periodEnd } = membership
  const isPast = periodEnd * 1000 <= Date.now()
  return markup`<p class="notice" role="status">
    Your membership has ended${isPast ? markup`: it was paid up to ${day(periodEnd)}` : null}.
  </p>`
}
