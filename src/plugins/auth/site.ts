/**
 * Auth on the site: the way to one's account, in the header.
 *
 * Pages are the same for everybody, since caches share them. Who is signed in follows the same link,
 * to their account; the browser's part puts their name there, from the cookie `person`.
 *
 * @module
 */
import { html } from '#framework/html.ts'
import { defineSite } from '#framework/site.ts'
import { readProvider } from './settings.ts'

export default defineSite({
  scripts: ['auth.js'],
  styles: ['auth.css'],
  // A session can run out on any page, and is renewed there. Asked for each time, as the rest is.
  csp: () => ({ 'connect-src': [new URL(readProvider().issuer).origin] }),
  slots: {
    account: ({ path }) =>
      html`<a
        class="account-link"
        href="/account"
        data-auth="person"
        ${path === '/account' ? html`aria-current="page"` : null}
        >Sign in</a
      >`,
    footer: () => html`<a href="/sign-in?sign-up" data-auth="sign-up">Sign up</a>`,
  },
})
