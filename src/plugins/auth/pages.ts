/**
 * Pages of auth, in the site's own layout. Each is for one person: no cache keeps it.
 *
 * @module
 */
import { renderPage, toCsp } from 'plugboard:layout'
import { html as markup, type SafeHtml } from '#framework/html.ts'
import { html, type HttpOptions, type HttpResponse, type ResponseInit } from '#framework/http.ts'

/** What a page says. */
export interface Message {
  title: string
  path: string
  body: SafeHtml
}

/** A page with a title. */
export function messagePage({ title, path, body }: Message, init: ResponseInit = {}): HttpResponse {
  const section = markup`<section class="page message" aria-labelledby="auth-title">
    <h1 class="page-title" id="auth-title">${title}</h1>
    ${body}
  </section>`

  return html(renderPage({ title, path, body: section, noindex: true }), {
    csp: toCsp(),
    ...init,
    headers: { 'cache-control': 'private, no-store', ...init.headers },
  })
}

/** Errors of these routes, as pages. */
export const renderProblem: NonNullable<HttpOptions['renderProblem']> = (problem, request) => {
  const { title, detail, status, code, requestId } = problem
  const toSignIn = status === 401
  const body = markup`${detail ? markup`<p class="notice notice-problem">${detail}</p>` : null}
    <p>
      <a class="button" href="${toSignIn ? '/sign-in' : '/account'}">
        ${toSignIn ? 'Sign in' : 'To your account'}
      </a>
    </p>
    <p class="hint">Code <code>${code}</code>, request <code>${requestId}</code></p>`
  return messagePage({ title, path: request.path, body }, { status })
}
