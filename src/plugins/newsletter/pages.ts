/**
 * The newsletter's pages, in the site's own layout.
 *
 * @module
 */
import { renderPage, toCsp } from 'plugboard:layout'
import { html as markup, type SafeHtml } from '#framework/html.ts'
import { html, type HttpOptions, type HttpResponse, type ResponseInit } from '#framework/http.ts'
import { renderForm, type FormOptions } from './form.ts'

/** The page with the form. */
export function newsletterPage(
  form: Omit<FormOptions, 'id'> = {},
  init?: ResponseInit,
): HttpResponse {
  const body = markup`<p class="standfirst">A short mail for each new article, and nothing else.</p>
    ${renderForm({ id: 'newsletter', ...form })}
    <p class="hint">You confirm your address first. Every mail has a link to unsubscribe.</p>`
  const title = 'Newsletter'

  return html(
    renderPage({
      title,
      path: '/newsletter',
      description: 'Get a short mail for each new article.',
      body: section(title, body),
    }),
    { csp: toCsp(), ...init },
  )
}

/** What a page of one message says. */
export interface Message {
  title: string
  path: string
  body: SafeHtml
}

/** A page with one message, for one person: not for search engines, nor for caches. */
export function messagePage({ title, path, body }: Message, init: ResponseInit = {}): HttpResponse {
  return html(renderPage({ title, path, body: section(title, body), noindex: true }), {
    csp: toCsp(),
    ...init,
    headers: { 'cache-control': 'no-store', ...init.headers },
  })
}

/**
 * A page with a button that does what the link in a mail promises. Scanners open every link of a
 * mail, so that opening one must not do anything by itself.
 */
export function buttonPage(page: {
  title: string
  text: string
  button: string
  path: string
  token: string
}): HttpResponse {
  const body = markup`<p class="standfirst">${page.text}</p>
    <form class="form" method="post" action="${page.path}">
      <input type="hidden" name="token" value="${page.token}" />
      <p><button class="button" type="submit">${page.button}</button></p>
    </form>`
  return messagePage({ ...page, body })
}

/** Errors of these routes, as pages. */
export const renderProblem: NonNullable<HttpOptions['renderProblem']> = (problem) => {
  const { title, detail, status, code, requestId } = problem
  const body = markup`${detail ? markup`<p class="notice notice-problem">${detail}</p>` : null}
    <p><a class="button" href="/newsletter">To the newsletter</a></p>
    <p class="hint">Code <code>${code}</code>, request <code>${requestId}</code></p>`
  return messagePage({ title, path: '/newsletter', body }, { status })
}

function section(title: string, body: SafeHtml): SafeHtml {
  return markup`<section class="page message" aria-labelledby="newsletter-title">
    <h1 class="page-title" id="newsletter-title">${title}</h1>
    ${body}
  </section>`
}
