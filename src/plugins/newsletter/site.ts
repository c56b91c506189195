/**
 * The newsletter on the site: an entry of the menu, and the form below articles.
 *
 * @module
 */
import { html } from '#framework/html.ts'
import { defineSite } from '#framework/site.ts'
import { renderForm } from './form.ts'

export default defineSite({
  menu: [{ label: 'Newsletter', href: '/newsletter' }],

  slots: {
    home: () => invitation('home'),
    'article-end': () => invitation('article'),
    // A link will do here: some pages have the form already, and one form a page is enough.
    footer: () => html`<a href="/newsletter">New articles by mail</a>`,
  },
})

function invitation(place: string) {
  return html`<section class="panel" aria-labelledby="newsletter-${place}-title">
    <h2 class="panel-title" id="newsletter-${place}-title">New articles by mail</h2>
    <p>A short mail for each, and nothing else. You can leave at any time.</p>
    ${renderForm({ id: `newsletter-${place}` })}
  </section>`
}
