/**
 * Invoices of subscriptions: made, charged, charged again, given up.
 *
 * @module
 */
import type { Invoice, PaymentIntent } from '../objects.ts'
import type { StripeErrorBody } from '../problems.ts'
import type { World } from '../world.ts'
import { confirm, createIntent, type Attempt } from './payments.ts'

/** Days after the first failure at which a charge is tried again, as Stripe's settings may say. */
export const retryDays = [3, 5, 7]

/** Charges an invoice. It is paid afterwards, or it is tried again some days later, or given up. */
export function payInvoice(
  world: World,
  invoice: Invoice,
  attempt: Attempt | undefined,
): { problem?: StripeErrorBody; intent?: PaymentIntent } {
  if (invoice.total === 0) {
    settle(world, invoice)
    return {}
  }
  const intent = intentOf(world, invoice)
  invoice.attempt_count++
  invoice['attempted'] = true
  const noCard: StripeErrorBody = {
    type: 'invalid_request_error',
    code: 'invoice_payment_intent_requires_action',
    message: 'The customer has no card.',
  }
  const { problem } = attempt ? confirm(world, intent, attempt) : { problem: noCard }
  if (intent.status === 'succeeded') {
    settle(world, invoice)
    return { intent }
  }
  const days = retryDays[invoice.attempt_count - 1]
  invoice.next_payment_attempt =
    invoice.billing_reason === 'subscription_cycle' && days
      ? firstFailure(invoice, world) + days * 86_400
      : null
  world.store.save(invoice)
  const isAsking = intent.status === 'requires_action'
  world.emit(isAsking ? 'invoice.payment_action_required' : 'invoice.payment_failed', invoice)
  return { intent, ...(problem && { problem }) }
}

function firstFailure(invoice: Invoice, world: World): number {
  const failedAt = (invoice['failed_at_own'] as number | undefined) ?? world.now()
  invoice['failed_at_own'] = failedAt
  return failedAt
}

function settle(world: World, invoice: Invoice): void {
  invoice.status = 'paid'
  invoice.amount_paid = invoice.amount_due
  invoice.amount_remaining = 0
  invoice.next_payment_attempt = null
  ;(invoice['status_transitions'] as Record<string, unknown>)['paid_at'] = world.now()
  world.store.save(invoice)
  const payment = world.store
    .list('invoice_payment')
    .find((it) => it['invoice'] === invoice.id && it['status'] === 'open')
  if (payment) {
    Object.assign(payment, { status: 'paid', amount_paid: invoice.amount_paid })
    world.store.save(payment)
    world.emit('invoice_payment.paid', payment)
  }
  world.emit('invoice.paid', invoice)
  world.emit('invoice.payment_succeeded', invoice)
}

/** The payment of an invoice, the same one for every attempt. */
function intentOf(world: World, invoice: Invoice): PaymentIntent {
  const payment = world.store.list('invoice_payment').find((it) => it['invoice'] === invoice.id)
  if (payment) {
    const { payment_intent: id } = payment['payment'] as { payment_intent: string }
    return world.need<PaymentIntent>('payment_intent', id)
  }
  const { total: amount, currency, customer, parent } = invoice
  const intent = createIntent(world, {
    amount,
    currency,
    customer,
    description:
      invoice.billing_reason === 'subscription_create'
        ? 'Subscription creation'
        : 'Subscription update',
    metadata: parent?.subscription_details.metadata ?? {},
    receipt_email: invoice['customer_email'] as string | null,
  })
  world.store.save({
    id: world.id('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: amount,
    created: world.now(),
    currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: intent.id },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  })
  return intent
}
