import { html as markup } from '#framework/html.ts'
import { http, requireSameOrigin } from '#framework/http.ts'
import { messagePage, renderProblem } from '../../pages.ts'
import { confirmSubscription } from '../../subscriptions.ts'

/** `POST /newsletter/confirm`: the button on that page. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const { token = '' } = await request.form()
    await confirmSubscription(token)

    return messagePage({
      title: 'You are subscribed',
      path: '/newsletter/confirm',
      body: markup`<p class="notice" role="status">From now on you get a mail for each new article.</p>
        <p><a href="/">To the front page</a></p>`,
    })
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
