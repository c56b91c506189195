/**
 * Invoices: made by subscriptions, read and paid here.
 *
 * @see https://docs.stripe.com/api/invoices
 * @module
 */
import { z } from 'zod'
import { payInvoice } from '../billing/invoices.ts'
import { cardFor, update } from '../billing/subscriptions.ts'
import { needCard } from '../cards.ts'
import { toList } from '../lists.ts'
import type { Invoice, Subscription } from '../objects.ts'
import { paging, text } from '../params.ts'
import { invalid, StripeProblem } from '../problems.ts'
import { route } from '../route.ts'

export const invoices = [
  route(
    'GET /v1/invoices',
    {
      ...paging,
      customer: text.optional(),
      subscription: text.optional(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
    },
    (world, { customer, subscription, status, ...page }) =>
      toList(
        world.store
          .list<Invoice>('invoice')
          .filter((it) => !customer || it.customer === customer)
          .filter((it) => !status || it.status === status)
          .filter(
            (it) => !subscription || it.parent?.subscription_details.subscription === subscription,
          ),
        page,
        '/v1/invoices',
      ),
  ),

  route('GET /v1/invoices/:id', {}, (world, _params, id) => world.need('invoice', id!)),

  route(
    'POST /v1/invoices/:id/pay',
    { payment_method: text.optional() },
    (world, { payment_method: method }, id) => {
      const invoice = world.need<Invoice>('invoice', id!)
      if (invoice.status !== 'open') {
        throw invalid(`Invoice is already ${invoice.status}`, { code: 'invoice_not_open' })
      }
      const owner = invoice.parent!.subscription_details.subscription
      const subscription = world.need<Subscription>('subscription', owner)
      const card = method ? needCard(world, method, invoice.customer) : cardFor(world, subscription)
      const { problem } = payInvoice(world, invoice, card && { card, isFirst: false })
      if (problem) throw Object.assign(new StripeProblem(402, problem), { isKept: true })
      update(world, subscription, { status: 'active' })
      return invoice
    },
  ),

  route(
    'GET /v1/invoice_payments',
    {
      ...paging,
      invoice: text.optional(),
      status: text.optional(),
      payment: z
        .strictObject({ type: z.enum(['payment_intent']), payment_intent: text.optional() })
        .optional(),
    },
    (world, { invoice, status, payment, ...page }) =>
      toList(
        world.store
          .list('invoice_payment')
          .filter((it) => !invoice || it['invoice'] === invoice)
          .filter((it) => !status || it['status'] === status)
          .filter(
            (it) =>
              !payment?.payment_intent ||
              (it['payment'] as { payment_intent: string }).payment_intent ===
                payment.payment_intent,
          ),
        page,
        '/v1/invoice_payments',
      ),
  ),
]
