import { http } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { listInvoices } from '../../invoices.ts'
import { listPaymentsOf } from '../../ledger.ts'
import { findMembership } from '../../memberships.ts'
import { ownPaymentsPage } from '../../own-payments-page.ts'
import { renderProblem } from '../../pages.ts'

/** `GET /account/payments`: one's own membership, invoices and receipts. */
export const handler = http(
  async (request) => {
    const { id } = await requireUser(request)
    const [membership, payments, invoices] = await Promise.all([
      findMembership(id),
      listPaymentsOf(id),
      listInvoices(id),
    ])

    return ownPaymentsPage({ membership, payments, invoices })
  },
  { renderProblem },
)
