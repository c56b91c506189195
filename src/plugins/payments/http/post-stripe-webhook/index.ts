import { http, noContent } from '#framework/http.ts'
import { toNews, webhooks } from '../../news.ts'
import { requireEvent } from '../../signature.ts'

/**
 * `POST /stripe/webhook`: what Stripe has to tell. Answered once it is safely on the queue; events of
 * no interest are taken too, for Stripe repeats what is not.
 */
export const handler = http(
  async (request) => {
    const news = toNews(await requireEvent(request), 'webhook')
    if (news) await webhooks.send(news)

    return noContent()
  },
  { bodyLimit: 4 * 1024 * 1024 },
)
