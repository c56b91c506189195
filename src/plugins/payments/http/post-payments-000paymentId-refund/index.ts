import { kernelErrors } from '#framework/errors.ts'
import { http, json, redirect, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { z } from '#framework/validate.ts'
import { parseMoney } from '../../money.ts'
import { renderProblem } from '../../pages.ts'
import { refundPayment } from '../../refunds.ts'
import { settings } from '../../settings.ts'

const inCents = z.strictObject({ amount: z.optional(z.number()) })
const asTyped = z.strictObject({ amount: z.optional(z.string()) })

/** `POST /payments/:paymentId/refund`: gives a payment back, or a part of it. */
export const handler = http(
  async (request, { paymentId }) => {
    requireSameOrigin(request)
    const editor = await requireUser(request, { permission: 'payments:refund' })
    if (/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
      const { amount } = await request.json(inCents)
      const { id, refunded, status } = await refundPayment(paymentId!, { editor, amount })
      return json({ id, refunded, status })
    }

    const { amount: typed = '' } = await request.form(asTyped)
    const amount = typed.trim() ? parseMoney(typed, settings.currency) : undefined
    if (typed.trim() && amount === undefined) {
      throw kernelErrors.INVALID_INPUT({
        errors: [{ path: 'amount', message: 'must be an amount such as 5.00' }],
      })
    }
    await refundPayment(paymentId!, { editor, amount })
    return redirect(`/payments/${encodeURIComponent(paymentId!)}?refunded`)
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
