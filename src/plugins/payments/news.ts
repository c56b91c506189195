/**
 * Events of Stripe: which of them are about something of ours.
 *
 * A webhook is a signal and no more. What it says is asked for again at Stripe, for it may be late,
 * repeated or overtaken.
 *
 * @see https://docs.stripe.com/webhooks#best-practices
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import type { Infer } from '#framework/validate.ts'
import { heardTypes } from './heard-types.ts'
import type { schema } from './news-schema.ts'

/** A piece of news to be worked on. */
export type News = Infer<typeof schema>

export const webhooks = defineQueue('payments-webhooks', {
  version: 1,
  // Most of what Stripe tells leads to nothing here: the webhook that takes it starts without zod.
  schema: () => import('./news-schema.ts').then((it) => it.schema),
})

/** What is read of an event of Stripe. */
export interface StripeNews {
  id: string
  type: string
  data: { object: { id?: unknown; object?: unknown; [field: string]: unknown } }
}

/** What an event is about, if that is of interest here. */
export function toNews(event: StripeNews, by: News['by']): News | undefined {
  const { id, type } = event
  const { object } = event.data
  const about = findSubject(type, object)
  return about && { id, type, by, ...about }
}

function findSubject(
  type: string,
  object: StripeNews['data']['object'],
): Pick<News, 'subject' | 'subjectId'> | undefined {
  if (!heardTypes.includes(type)) return undefined
  const isMembership =
    type.startsWith('customer.subscription.') || object['mode'] === 'subscription'
  if (isMembership) {
    const customer = toId(object['customer'])
    return customer ? { subject: 'customer', subjectId: customer } : undefined
  }
  return toPayment(toId(type.startsWith('payment_intent.') ? object.id : object['payment_intent']))
}

function toPayment(id: string | undefined) {
  return id ? { subject: 'payment' as const, subjectId: id } : undefined
}

/** A reference is an id, or the object itself. */
export function toId(reference: unknown): string | undefined {
  if (typeof reference === 'string') return reference
  const id = (reference as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' ? id : undefined
}
