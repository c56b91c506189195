import { http } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { listPayments } from '../../ledger.ts'
import { renderProblem } from '../../pages.ts'
import { paymentsPage } from '../../payments-page.ts'

/** `GET /payments`: all payments, for those who may give them back. */
export const handler = http(
  async (request) => {
    await requireUser(request, { permission: 'payments:refund' })
    const page = await listPayments({ cursor: request.query.get('after') ?? undefined })

    return paymentsPage(page)
  },
  { renderProblem },
)
