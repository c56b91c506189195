import { http, redirect, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { openPortal } from '../../checkout.ts'
import { renderProblem } from '../../pages.ts'

/** `POST /payments/portal`: on to Stripe, to one's card, invoices and cancellation. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const user = await requireUser(request)

    return redirect((await openPortal(user, request.id)).url)
  },
  { bodyLimit: 1024, renderProblem },
)
