/**
 * Giving money back.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { errors } from './errors.ts'
import { payments, type Payment } from './ledger.ts'
import { formatMoney } from './money.ts'
import { ask } from './stripe.ts'
import { syncPayment } from './sync.ts'

/**
 * Gives a payment back, or what is left of it, or a part. Asked for twice, it happens once.
 *
 * @param amount In the smallest unit of the currency. Default: all that is left.
 * @throws PAYMENT_NOT_FOUND, PAYMENT_NOT_REFUNDABLE, PAYMENTS_UNAVAILABLE
 */
export async function refundPayment(
  id: string,
  { editor, amount }: { editor: User; amount?: number | undefined },
): Promise<Payment> {
  const payment = await payments.get({ id }, { consistent: true })
  if (!payment) throw errors.PAYMENT_NOT_FOUND()
  const left = payment.amount - payment.refunded
  const sum = amount ?? left
  if (payment.status !== 'succeeded' || left === 0) {
    throw errors.PAYMENT_NOT_REFUNDABLE('Nothing of it is left')
  }
  if (!Number.isInteger(sum) || sum < 1 || sum > left) {
    throw errors.PAYMENT_NOT_REFUNDABLE(`At most ${formatMoney(left, payment.currency)} can be`)
  }
  await ask((client) =>
    client.refunds.create(
      {
        payment_intent: id,
        amount: sum,
        reason: 'requested_by_customer',
        metadata: { by: editor.id },
      },
      // The same click twice finds as much left: the second one changes nothing.
      { idempotencyKey: `refund:${id}:${payment.refunded}:${sum}` },
    ),
  ).catch((error: unknown) => {
    if ((error as { type?: string }).type !== 'StripeInvalidRequestError') throw error
    throw errors.PAYMENT_NOT_REFUNDABLE({ detail: (error as Error).message, cause: error })
  })
  await syncPayment(id, { by: 'editor', userId: editor.id })
  return (await payments.get({ id }, { consistent: true }))!
}
