import { handleQueue } from '#framework/queues.ts'
import { isDone } from '../../done-events.ts'
import { webhooks } from '../../news.ts'
import { settleMembership, settlePayment } from '../../owed.ts'
import { syncCustomer, syncPayment } from '../../sync.ts'
import { findUserId } from '../../customers.ts'

/** Works on what Stripe has told: each event has its effect once. */
export const handler = handleQueue(webhooks, async ({ id, type, subject, subjectId, by }) => {
  const cause = { by, eventId: id, eventType: type }
  if (!(await isDone(id))) {
    return subject === 'customer' ? syncCustomer(subjectId, cause) : syncPayment(subjectId, cause)
  }
  // It was written, and perhaps the process ended before others were told.
  if (subject === 'payment') return settlePayment(subjectId)
  const userId = await findUserId(subjectId)
  if (userId) await settleMembership(userId)
})
