import { html as markup } from '#framework/html.ts'
import { http } from '#framework/http.ts'
import { messagePage, renderProblem } from '../../pages.ts'
import { endSubscription } from '../../subscriptions.ts'

/**
 * `POST /newsletter/unsubscribe`: the button on that page, and the one that mail programs show.
 *
 * The latter posts from anywhere, with the token in the query (RFC 8058), so the origin is not
 * looked at: the token is proof enough, and all it can do is to stop mail.
 */
export const handler = http(
  async (request) => {
    const token = request.query.get('token') ?? (await request.form())['token'] ?? ''
    await endSubscription(token)

    return messagePage({
      title: 'You are unsubscribed',
      path: '/newsletter/unsubscribe',
      body: markup`<p class="notice" role="status">You get no more mail from us.</p>
        <p>Changed your mind? <a href="/newsletter">Subscribe again</a>.</p>`,
    })
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
