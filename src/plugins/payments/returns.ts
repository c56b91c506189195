/**
 * Back from a checkout: what has become of it is asked at Stripe, whatever the address says.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { findCustomer } from './customers.ts'
import { errors } from './errors.ts'
import { toId } from './news.ts'
import { ask, isMissing } from './stripe.ts'
import { syncCustomer, syncPayment } from './sync.ts'

export interface Outcome {
  kind: 'membership' | 'tip'
  isPaid: boolean
  /** In the smallest unit of the currency. */
  amount: number
  currency: string
}

/**
 * Looks a checkout up, and writes down what it led to: webhooks may still be on their way.
 *
 * @throws PAYMENT_NOT_FOUND for one that is not there, or not of this person
 */
export async function completeCheckout(
  sessionId: string,
  user: User | undefined,
): Promise<Outcome> {
  if (!/^cs_\w{1,200}$/.test(sessionId)) throw errors.PAYMENT_NOT_FOUND()
  const session = await ask((client) => client.checkout.sessions.retrieve(sessionId)).catch(
    (error: unknown) => {
      if (isMissing(error)) throw errors.PAYMENT_NOT_FOUND()
      throw error
    },
  )
  const customer = toId(session.customer)
  // A guest's is known to whoever has its address; a person's to that person alone.
  const own = user && (await findCustomer(user.id))
  if (customer && customer !== own?.customerId) throw errors.PAYMENT_NOT_FOUND()

  const cause = { by: 'return' as const, ...(user && { userId: user.id }) }
  const intent = toId(session.payment_intent)
  const isMembership = session.mode === 'subscription'
  if (isMembership && customer) await syncCustomer(customer, cause)
  else if (intent) await syncPayment(intent, cause)

  return {
    kind: isMembership ? 'membership' : 'tip',
    isPaid: session.status === 'complete' && session.payment_status !== 'unpaid',
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
  }
}
