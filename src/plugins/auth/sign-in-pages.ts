/**
 * The two ends of signing in: where it begins, and where the provider sends people back to.
 *
 * What the browser's part needs to know stands in data attributes: nothing of it is secret.
 *
 * @module
 */
import { html as markup, type SafeHtml } from '#framework/html.ts'
import type { HttpResponse } from '#framework/http.ts'
import { messagePage } from './pages.ts'
import { readProvider } from './settings.ts'

/** @param returnPath - where people go on to, a path of this site */
export function signInPage(returnPath: string): HttpResponse {
  return messagePage({
    title: 'Sign in',
    path: '/sign-in',
    body: withSettings(
      'sign-in',
      markup`<p class="standfirst auth-wait" role="status">One moment: you are on your way to sign in.</p>`,
      markup`data-return="${returnPath}"`,
    ),
  })
}

/** The page that ends a sign-in, or explains why it did not work. */
export function signedInPage(): HttpResponse {
  return messagePage({
    title: 'Signing in',
    path: '/signed-in',
    body: withSettings(
      'signed-in',
      markup`<p class="standfirst auth-wait" role="status">One moment: you are being signed in.</p>`,
    ),
  })
}

/** What the browser's part needs to ask the provider, as attributes. */
export function providerData(): SafeHtml {
  const { domain, issuer, clientId, audience } = readProvider()
  return markup`data-domain="${domain}" data-issuer="${issuer}"
    data-client-id="${clientId}" data-audience="${audience}"`
}

function withSettings(step: string, body: SafeHtml, more?: SafeHtml): SafeHtml {
  return markup`<div data-auth="${step}" ${providerData()} ${more}>
    ${body}
    <noscript>
      <p class="notice notice-problem">
        Signing in needs JavaScript: switch it on for this site, and load the page again.
      </p>
      <p>Reading needs none. <a href="/">To the front page</a></p>
    </noscript>
  </div>`
}
