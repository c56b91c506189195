/**
 * What Stripe is to tell.
 *
 * @module
 */

/** The types of events that the endpoint has to hear of: what docs/stripe.md says to choose. */
export const heardTypes = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
]
