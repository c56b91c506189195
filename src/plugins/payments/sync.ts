/**
 * What our tables say is made from what Stripe says: by the worker of the webhooks, by the
 * reconciliation, and by whoever comes back from a checkout. All of them by these two functions.
 *
 * Older news never overwrites newer: the row's version is read before Stripe is asked, and written
 * under the condition that it is still the same. So whatever is written was asked for after the write
 * before it.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { isConflict, transact, type Operation } from '#framework/tables.ts'
import { toEntry, type Cause } from './audit.ts'
import { findUserId } from './customers.ts'
import { payments, type Payment } from './ledger.ts'
import { memberships, type Membership } from './memberships.ts'
import { toMark } from './done-events.ts'
import { toId } from './news.ts'
import { settleMembership, settlePayment } from './owed.ts'
import { isMissing, stripe } from './stripe.ts'
import { findKeeper, endOthers, toMembership } from './subscriptions.ts'

/** As often as two may get in each other's way before it is left to a later try. */
const attempts = 8

/** A customer's membership, as it is at Stripe now. */
export async function syncCustomer(customerId: string, cause: Cause): Promise<void> {
  const userId = await findUserId(customerId)
  // A customer of another system on the same Stripe account, or of an account that is gone.
  if (!userId) return ignore(cause)

  await retried(async () => {
    const before = await memberships.get({ userId }, { consistent: true })
    const all = await listSubscriptions(customerId)
    const keeper = findKeeper(all, before?.subscriptionId)
    await endOthers(all, keeper)
    const after = keeper && toMembership(keeper, { userId, before })
    const isNew = after !== undefined && differs(before, after)
    const entry = toEntry(`membership/${userId}`, isNew ? after.status : 'unchanged', cause)
    const changes = isNew ? [memberships.ops.save({ ...after, owed: 'yes' })] : []
    await write(cause, [...changes, entry])
  })
  await settleMembership(userId)
}

/** A payment, as it is at Stripe now. */
export async function syncPayment(id: string, cause: Cause): Promise<void> {
  let isKnown = false
  await retried(async () => {
    const before = await payments.get({ id }, { consistent: true })
    const intent = await stripe()
      .paymentIntents.retrieve(id, { expand: ['latest_charge'] })
      .catch(orMissing)
    const after = intent && (await toPayment(intent, before))
    isKnown = after !== undefined
    if (!after) return ignore(cause)

    const isNew = differs(before, after)
    const state = isNew ? `${after.status}, ${after.refunded} of ${after.amount} back` : 'unchanged'
    const isPaid = after.status === 'succeeded' && before?.status !== 'succeeded'
    const changes = isNew
      ? [payments.ops.save({ ...after, ...(isPaid && { owed: 'yes' as const }) })]
      : []
    await write(cause, [...changes, toEntry(`payment/${id}`, state, cause)])
  })
  if (isKnown) await settlePayment(id)
}

async function listSubscriptions(customer: string): Promise<Stripe.Subscription[]> {
  const { data } = await stripe().subscriptions.list({ customer, status: 'all', limit: 100 })
  return data
}

async function toPayment(
  intent: Stripe.PaymentIntent,
  before: Payment | undefined,
): Promise<Omit<Payment, 'version'> | undefined> {
  const { id, amount, currency, status, metadata, created } = intent
  const charge = intent.latest_charge as Stripe.Charge | null
  const customerId = toId(intent.customer)
  const owner = metadata['userId'] ?? (customerId && (await findUserId(customerId)))
  const isTip = metadata['kind'] === 'tip'
  // Not of this site: another system charges on the same account.
  if (!isTip && !owner) return before
  // Whoever has left is not written down again. A guest never had an account.
  const hasLeft = owner !== undefined && before !== undefined && !before.userId
  const userId = hasLeft ? undefined : owner
  const email = charge?.billing_details.email ?? intent.receipt_email ?? undefined
  return {
    id,
    kind: isTip ? 'tip' : 'membership',
    amount,
    currency,
    status,
    refunded: charge?.amount_refunded ?? 0,
    createdAt: new Date(created * 1000).toISOString(),
    updatedAt: new Date().toISOString(),
    ledger: 'all',
    ...(userId && { userId }),
    ...(customerId && { customerId }),
    ...(email && !hasLeft && { email }),
    ...(charge?.receipt_url && { receiptUrl: charge.receipt_url }),
    ...(before && { version: before.version, ...(before.owed && { owed: before.owed }) }),
  }
}

/** What is written of an event is written with the mark that it has been. */
async function write(cause: Cause, operations: readonly Operation[]): Promise<void> {
  const { eventId: id, eventType: type = '' } = cause
  const marks = id ? [toMark({ id, type })] : []
  try {
    await transact([...marks, ...operations])
  } catch (error) {
    // It came twice, and the other one was faster.
    if (id && isConflict(error, 0)) return
    throw error
  }
}

async function ignore(cause: Cause): Promise<void> {
  await write(cause, [])
}

async function retried(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error
    }
  }
}

function differs(before: Payment | Membership | undefined, after: object): boolean {
  if (!before) return true
  const plain = (row: object) => {
    const entries = Object.entries(row).filter(([name]) => name !== 'updatedAt')
    return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  }
  return plain(before) !== plain(after)
}

function orMissing(error: unknown): undefined {
  if (isMissing(error)) return undefined
  throw error
}
