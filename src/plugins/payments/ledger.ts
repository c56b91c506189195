/**
 * Payments: what was paid and what was given back, a row for each payment of Stripe.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'

/** One payment. Written by sync.ts alone, from what Stripe says. */
export interface Payment {
  /** Of Stripe's payment intent. */
  id: string
  kind: 'membership' | 'tip'
  /** Absent for a guest, and for whoever has left. */
  userId?: string
  customerId?: string
  email?: string
  /** In the smallest unit of the currency. */
  amount: number
  refunded: number
  currency: string
  /** Stripe's word: `succeeded`. */
  status: string
  receiptUrl?: string
  /** A receipt is to be mailed, and those who listen are to hear of it: a key, gone when it is done. */
  owed?: 'yes'
  createdAt: string
  updatedAt: string
  /** The same for all: the key of the list by time. */
  ledger: 'all'
  version: number
}

export const payments = defineTable<Payment, 'id'>('payments-payments', {
  key: ['id'],
  indexes: {
    byUser: ['userId', 'createdAt'],
    byTime: ['ledger', 'createdAt'],
    byOwed: ['owed', 'createdAt'],
  },
  version: true,
})

/** What a user has paid, newest first. */
export async function listPaymentsOf(userId: string, limit = 50): Promise<Payment[]> {
  const { items } = await payments.query({
    index: 'byUser',
    where: { userId },
    order: 'desc',
    limit,
  })
  return items
}

/** What all have paid, newest first. */
export async function listPayments({
  cursor,
  limit = 50,
}: { cursor?: string | undefined; limit?: number } = {}) {
  return payments.query({ index: 'byTime', where: { ledger: 'all' }, order: 'desc', limit, cursor })
}
