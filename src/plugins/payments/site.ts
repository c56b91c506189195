/**
 * Payments on the site: entries of the menu, and a tip box below articles.
 *
 * @module
 */
import { html } from '#framework/html.ts'
import { defineSite } from '#framework/site.ts'

export default defineSite({
  styles: ['payments.css'],
  menu: [
    { label: 'Membership', href: '/membership' },
    { label: 'Payments', href: '/payments', permission: 'payments:refund' },
  ],
  slots: {
    'members-only': () =>
      html`<p>Members read everything, and pay for what everybody reads.</p>
        <p><a class="button button-strong" href="/membership">Become a member</a></p>
        <p class="hint">A member already? Sign in at the top of the page.</p>`,
    'account-page': () =>
      html`<section aria-labelledby="account-payments">
        <h2 class="section-title" id="account-payments">Membership and payments</h2>
        <p><a href="/account/payments">Membership, invoices and receipts</a></p>
      </section>`,
    'article-end': () =>
      html`<aside class="tip-box" aria-label="Support this magazine">
        <p>Did you like it? <a href="/membership">Become a member or give a tip.</a></p>
      </aside>`,
  },
})
