/**
 * Invoices, which Stripe keeps.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { findCustomer } from './customers.ts'
import { ask } from './stripe.ts'

/** The last invoices of a user, newest first. Of nobody else's: asked for by their own customer. */
export async function listInvoices(userId: string): Promise<Stripe.Invoice[]> {
  const known = await findCustomer(userId)
  if (!known) return []
  const { customerId: customer } = known
  const { data } = await ask((client) => client.invoices.list({ customer, limit: 24 }))
  return data
}
