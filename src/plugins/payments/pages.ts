/**
 * Pages of payments, in the site's own layout. All but the offer are for one person.
 *
 * @module
 */
import { renderPage, toCsp } from 'plugboard:layout'
import { html as markup, type SafeHtml } from '#framework/html.ts'
import {
  html,
  type HttpOptions,
  type HttpResponse,
  type Problem,
  type ResponseInit,
} from '#framework/http.ts'

/** What a page says. */
export interface PaymentPage {
  title: string
  path: string
  body: SafeHtml
  description?: string
  /** The same for everybody, and worth finding. */
  isPublic?: boolean
}

/** One page. Its forms lead to Stripe, by way of a redirect, which the policy has to allow too. */
export function paymentPage(
  { title, path, body, description, isPublic = false }: PaymentPage,
  init: ResponseInit = {},
): HttpResponse {
  const section = markup`<section class="page payments" aria-labelledby="payments-title">
    <h1 class="page-title" id="payments-title">${title}</h1>
    ${body}
  </section>`
  const page = {
    title,
    path,
    body: section,
    noindex: !isPublic,
    ...(description && { description }),
  }
  return html(renderPage(page), {
    csp: withStripe(toCsp()),
    ...init,
    headers: { 'cache-control': 'private, no-store', ...init.headers },
  })
}

/** Errors of these routes, as pages. */
export const renderProblem: NonNullable<HttpOptions['renderProblem']> = (problem, { path }) => {
  const { title, detail, status, code, requestId, errors = [] } = problem
  const { label, href } = toNext(problem, path)
  const lines = errors.map(({ path: name, message }) => markup`<li>${name} ${message}</li>`)
  const body = markup`${detail ? markup`<p class="notice notice-problem">${detail}</p>` : null}
    ${lines.length > 0 ? markup`<ul>${lines}</ul>` : null}
    <p><a class="button" href="${href}">${label}</a></p>
    <p class="hint">Code <code>${code}</code>, request <code>${requestId}</code></p>`
  return paymentPage({ title, path, body }, { status })
}

// Each page that needs somebody leads to signing in by itself, and is come back to.
function toNext({ status, code }: Problem, path: string): { label: string; href: string } {
  const [, id] = /^\/payments\/(?!portal|return)(\w+)/.exec(path) ?? []
  const own = path.startsWith('/account') || path === '/payments/portal'
  if (status === 401) {
    const href = id ? `/payments/${id}` : own ? '/account/payments' : '/membership?join'
    return { label: 'Sign in', href }
  }
  if (id && status !== 403) {
    return status === 404
      ? { label: 'All payments', href: '/payments' }
      : { label: 'Back to the payment', href: `/payments/${id}` }
  }
  if (code === 'ALREADY_MEMBER') return { label: 'To your membership', href: '/account/payments' }
  return { label: 'To membership and tips', href: '/membership' }
}

function withStripe(csp: Record<string, string[]>): Record<string, string[]> {
  const own = [
    process.env['STRIPE_API_URL'] ?? 'https://checkout.stripe.com https://billing.stripe.com',
  ]
  const targets = own.flatMap((it) => it.split(' '))
  return { ...csp, 'form-action': [...(csp['form-action'] ?? []), ...targets] }
}
