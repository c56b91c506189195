import { html as markup } from '#framework/html.ts'
import { http } from '#framework/http.ts'
import { messagePage, newsletterPage, renderProblem } from '../../pages.ts'

/** `GET /newsletter`: the form; with `?sent`, what the form leads to. */
export const handler = http(
  (request) => (request.query.has('sent') ? sentPage() : newsletterPage()),
  { renderProblem },
)

function sentPage() {
  return messagePage({
    title: 'Look into your inbox',
    path: '/newsletter',
    body: markup`<p class="notice" role="status">
        We have sent you a mail with a link. Open it within 48 hours to confirm your subscription.
      </p>
      <p>
        Nothing there after a few minutes? Look into the folder for spam, or
        <a href="/newsletter">try again</a>.
      </p>`,
  })
}
