/**
 * What a change owes to others: a receipt by mail, news for those who listen. The row says that it is
 * owed until it is done, so that no crash in between loses it.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { eachOf, isConflict } from '#framework/tables.ts'
import { z } from '#framework/validate.ts'
import { sendMail } from '#services/mail'
import { payments } from './ledger.ts'
import { isRunning, memberships } from './memberships.ts'
import { toReceipt } from './receipt.ts'

/** Somebody has paid. */
export const paymentReceived = defineEvent('payment-received', {
  version: 1,
  schema: z.object({
    id: z.string(),
    kind: z.enum(['membership', 'tip']),
    userId: z.optional(z.string()),
    amount: z.number(),
    currency: z.string(),
  }),
})

/** Somebody has become a member, or is none any more, or it is going to end. */
export const membershipChanged = defineEvent('membership-changed', {
  version: 1,
  schema: z.object({
    userId: z.string(),
    isMember: z.boolean(),
    status: z.string(),
    periodEnd: z.number(),
    isEnding: z.boolean(),
  }),
})

/** Mails the receipt of a payment, and tells of it: once each. */
export async function settlePayment(id: string): Promise<void> {
  const payment = await payments.get({ id }, { consistent: true })
  if (!payment?.owed) return
  const { kind, userId, amount, currency, email, version } = payment
  if (email) await sendMail({ ...toReceipt(payment), to: email, key: `payments/receipt/${id}` })
  await paymentReceived.publish(
    { id, kind, amount, currency, ...(userId && { userId }) },
    { key: `payments/received/${id}` },
  )
  await unlessChanged(async () => {
    await payments.update({ id }, { remove: ['owed'], if: { version } })
  })
}

/** Tells of a membership that has changed. */
export async function settleMembership(userId: string): Promise<void> {
  const membership = await memberships.get({ userId }, { consistent: true })
  if (!membership?.owed) return
  const { status, periodEnd, isEnding, version } = membership
  await membershipChanged.publish(
    { userId, isMember: isRunning(membership), status, periodEnd, isEnding },
    { key: `payments/membership/${userId}/${version}` },
  )
  await unlessChanged(async () => {
    await memberships.update({ userId }, { remove: ['owed'], if: { version } })
  })
}

/**
 * Does what those left behind who ended before they had told.
 *
 * @throws AggregateError where something could not be done; all else was
 */
export async function settleAll(): Promise<void> {
  const failures: unknown[] = []
  const patiently = (work: Promise<void>) => work.catch((error: unknown) => failures.push(error))
  const owed = { index: 'byOwed', where: { owed: 'yes' } } as const

  for await (const { id } of eachOf((cursor) => payments.query({ ...owed, cursor }))) {
    await patiently(settlePayment(id))
  }
  for await (const { userId } of eachOf((cursor) => memberships.query({ ...owed, cursor }))) {
    await patiently(settleMembership(userId))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some payments are still owed')
}

// Whoever changed it since then owes it anew.
async function unlessChanged(work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!isConflict(error)) throw error
  })
}
