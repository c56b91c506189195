import { http, json, redirect, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { z } from '#framework/validate.ts'
import { startMembership } from '../../checkout.ts'
import { renderProblem } from '../../pages.ts'

// Strict: a price or an amount is not the client's to say.
const body = z.strictObject({ plan: z.enum(['monthly', 'yearly']) })

/** `POST /membership`: on to Stripe, to pay for a membership. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const user = await requireUser(request)
    const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '')
    const { plan } = isJson ? await request.json(body) : await request.form(body)

    const { url } = await startMembership(user, plan)
    return isJson ? json({ url }, { status: 201 }) : redirect(url)
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
