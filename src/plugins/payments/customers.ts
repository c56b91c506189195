/**
 * Which customer of Stripe is which user.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { defineTable, isConflict } from '#framework/tables.ts'
import { ask, isMissing, stripe } from './stripe.ts'

export interface CustomerRecord {
  userId: string
  customerId: string
  /** Counts the checkouts that were begun and are over: part of the next one's idempotency key. */
  checkouts: number
}

export const customers = defineTable<CustomerRecord, 'userId'>('payments-customers', {
  key: ['userId'],
  indexes: { byCustomer: ['customerId'] },
})

/** The customer that a user is at Stripe, if they ever were about to pay. */
export async function findCustomer(userId: string): Promise<CustomerRecord | undefined> {
  return customers.get({ userId }, { consistent: true })
}

/** The customer that a user is at Stripe, made if need be: one for each, whatever fails on the way. */
export async function requireCustomer({ id: userId, email, name }: User): Promise<CustomerRecord> {
  const known = await findCustomer(userId)
  if (known) return known

  const { id } = await ask((client) =>
    client.customers.create(
      { name, metadata: { userId }, ...(email && { email }) },
      { idempotencyKey: `customer:${userId}` },
    ),
  )
  const record = { userId, customerId: id, checkouts: 0 }
  try {
    return await customers.create(record)
  } catch (error) {
    if (!isConflict(error)) throw error
    return (await findCustomer(userId))!
  }
}

/** The user behind a customer; undefined for a customer that is not ours, or whose account is gone. */
export async function findUserId(customerId: string): Promise<string | undefined> {
  const { items } = await customers.query({ index: 'byCustomer', where: { customerId }, limit: 1 })
  if (items[0]) return items[0].userId

  // It was made, and the process ended before that was written down; or the index is behind.
  const customer = await stripe()
    .customers.retrieve(customerId)
    .catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
  if (!customer || customer.deleted) return undefined
  return customer.metadata['userId']
}
