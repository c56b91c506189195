import { http } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { listEntries } from '../../audit.ts'
import { errors } from '../../errors.ts'
import { payments } from '../../ledger.ts'
import { renderProblem } from '../../pages.ts'
import { paymentHistoryPage } from '../../payment-page.ts'

/** `GET /payments/:paymentId`: one payment with its audit trail, for those who may give it back. */
export const handler = http(
  async (request, { paymentId: id }) => {
    await requireUser(request, { permission: 'payments:refund' })
    const payment = await payments.get({ id: id! })
    if (!payment) throw errors.PAYMENT_NOT_FOUND()

    const entries = await listEntries(`payment/${id}`)
    return paymentHistoryPage(payment, { entries, isDone: request.query.has('refunded') })
  },
  { renderProblem },
)
