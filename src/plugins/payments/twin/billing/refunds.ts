/**
 * Refunds: money that goes back, all of a charge or a part.
 *
 * @module
 */
import type { Charge, Metadata, Refund } from '../objects.ts'
import { invalid } from '../problems.ts'
import type { World } from '../world.ts'
import { book } from './payments.ts'

/**
 * Gives money back.
 *
 * @throws StripeProblem when there is not so much left.
 */
export function refund(
  world: World,
  charge: Charge,
  {
    amount,
    reason,
    metadata,
  }: { amount?: number | undefined; reason: string | null; metadata: Metadata },
): Refund {
  const left = charge.amount - charge.amount_refunded
  if (charge.status !== 'succeeded') {
    throw invalid(`Charge ${charge.id} has not been paid.`, { param: 'charge' })
  }
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  const sum = amount ?? left
  if (sum > left || sum < 1) {
    throw invalid(`Refund amount (${sum}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  }
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  const { currency } = charge
  const id = world.id('re')
  const made = world.store.save<Refund>({
    id,
    object: 'refund',
    amount: sum,
    balance_transaction: book(world, { amount: -sum, currency, source: id, type: 'refund' }),
    charge: charge.id,
    created: world.now(),
    currency,
    customer: charge.customer,
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  })
  charge.amount_refunded += sum
  charge.refunded = charge.amount_refunded === charge.amount
  world.store.save(charge)
  world.emit('refund.created', made)
  world.emit('charge.refunded', charge, before)
  return made
}
