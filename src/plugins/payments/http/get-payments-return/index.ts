import { html as markup } from '#framework/html.ts'
import { http } from '#framework/http.ts'
import { findVisitor } from '#framework/identity.ts'
import { formatMoney } from '../../money.ts'
import { paymentPage, renderProblem } from '../../pages.ts'
import { completeCheckout } from '../../returns.ts'

/** `GET /payments/return?session_id=…`: back from Stripe. */
export const handler = http(
  async (request) => {
    const user = await findVisitor(request)
    const { kind, isPaid, amount, currency } = await completeCheckout(
      request.query.get('session_id') ?? '',
      user,
    )
    const sum = formatMoney(amount, currency)
    const path = '/payments/return'
    if (!isPaid) {
      const body = markup`<p class="notice notice-problem" role="status">Nothing was charged.</p>
        <p><a class="button" href="/membership">Try again</a></p>`
      return paymentPage({ title: 'Not paid yet', path, body })
    }
    const title = kind === 'membership' ? 'Welcome, member' : 'Thank you'
    const gain = kind === 'membership' ? ' You can read everything now.' : ''
    const body = markup`<p class="notice" role="status">${sum} paid.${gain} The receipt is on its way to you by mail.</p>
      <p class="form-actions">
        <a class="button" href="/">To the front page</a>
        ${user ? markup`<a class="button button-quiet" href="/account/payments">Membership and payments</a>` : null}
      </p>`
    return paymentPage({ title, path, body })
  },
  { renderProblem },
)
