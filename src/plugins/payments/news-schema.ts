/**
 * What is put on the queue of Stripe's events.
 *
 * @module
 */
import { z } from '#framework/validate.ts'

export const schema = z.object({
  /** Of the event: `evt_…`. */
  id: z.string(),
  type: z.string(),
  /** What it is about: a customer's memberships, or one payment. */
  subject: z.enum(['customer', 'payment']),
  subjectId: z.string(),
  by: z.enum(['webhook', 'reconciliation']),
})
