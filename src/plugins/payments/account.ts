/**
 * Whoever leaves: the subscription ends at once, and what is kept of payments names nobody any more.
 * The amounts stay: the books have to.
 *
 * @module
 */
import { transact } from '#framework/tables.ts'
import { toEntry } from './audit.ts'
import { customers, findCustomer } from './customers.ts'
import { listPaymentsOf, payments } from './ledger.ts'
import { memberships } from './memberships.ts'
import { isMissing, stripe } from './stripe.ts'

/** Forgets a user. May be done again. */
export async function forget(userId: string): Promise<void> {
  const known = await findCustomer(userId)
  // Stripe ends the customer's subscriptions with it, and keeps its own books.
  if (known) {
    await stripe()
      .customers.del(known.customerId)
      .catch((error: unknown) => {
        if (!isMissing(error)) throw error
      })
  }
  for (;;) {
    const own = await listPaymentsOf(userId, 25)
    if (own.length === 0) break
    for (const { id } of own) {
      await payments.update({ id }, { remove: ['userId', 'email', 'owed'] })
    }
  }
  await memberships.delete({ userId })
  await customers.delete({ userId })
  await transact([toEntry(`membership/${userId}`, 'forgotten', { by: 'account' })])
}
