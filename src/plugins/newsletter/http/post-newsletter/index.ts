import { AppError } from '#framework/errors.ts'
import { http, json, redirect, requireSameOrigin, type HttpRequest } from '#framework/http.ts'
import { z } from '#framework/validate.ts'
import { newsletterPage, renderProblem } from '../../pages.ts'
import { askToSubscribe } from '../../subscriptions.ts'

const body = z.object({ email: z.string() })

/** `POST /newsletter`: subscribes, from the form or with JSON. Known addresses answer like new ones. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    if (!isForm(request)) {
      await askToSubscribe((await request.json(body)).email)
      return json({ status: 'accepted' }, { status: 202 })
    }

    const { email = '' } = await request.form()
    try {
      await askToSubscribe(email)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'MAIL_ADDRESS_INVALID') throw error
      const { title, message, code } = error
      return newsletterPage({ email, error: `${title}. ${message}`, code }, { status: 422 })
    }
    return redirect('/newsletter?sent')
  },
  { bodyLimit: 8 * 1024, renderProblem },
)

function isForm(request: HttpRequest): boolean {
  return !/^application\/json\b/i.test(request.headers.get('content-type') ?? '')
}
