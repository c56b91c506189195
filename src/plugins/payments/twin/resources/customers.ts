/**
 * Customers and their cards.
 *
 * @see https://docs.stripe.com/api/customers
 * @module
 */
import { createCustomer } from '../billing/customers.ts'
import { endNow } from '../billing/subscriptions.ts'
import { needCard } from '../cards.ts'
import { toList } from '../lists.ts'
import type { Customer, PaymentMethod, Subscription } from '../objects.ts'
import { metadata, optionalText, paging, text } from '../params.ts'
import { z } from 'zod'
import { mergeMetadata, route } from '../route.ts'

const details = {
  email: optionalText,
  name: optionalText,
  phone: optionalText,
  description: optionalText,
  metadata: metadata.optional(),
}

export const customers = [
  route('POST /v1/customers', details, (world, { metadata: given, ...params }) =>
    createCustomer(world, {
      email: params.email ?? null,
      name: params.name ?? null,
      phone: params.phone ?? null,
      description: params.description ?? null,
      metadata: mergeMetadata({}, given),
    }),
  ),

  route('GET /v1/customers', { ...paging, email: text.optional() }, (world, { email, ...page }) =>
    toList(
      world.store.list<Customer>('customer').filter((it) => !email || it.email === email),
      page,
      '/v1/customers',
    ),
  ),

  route('GET /v1/customers/:id', {}, (world, _params, id) => {
    const gone = world.store.find('deleted', id!)
    return gone ? { id, object: 'customer', deleted: true } : world.need('customer', id!)
  }),

  route(
    'POST /v1/customers/:id',
    {
      ...details,
      invoice_settings: z.strictObject({ default_payment_method: text }).optional(),
    },
    (world, { metadata: given, invoice_settings: settings, ...params }, id) => {
      const customer = world.need<Customer>('customer', id!)
      Object.assign(customer, params, { metadata: mergeMetadata(customer.metadata, given) })
      const card = settings?.default_payment_method
      if (card) {
        customer.invoice_settings.default_payment_method = needCard(world, card, customer.id).id
      }
      world.store.save(customer)
      world.emit('customer.updated', customer)
      return customer
    },
  ),

  route('DELETE /v1/customers/:id', {}, (world, _params, id) => {
    const customer = world.need<Customer>('customer', id!)
    const own = world.store.list<Subscription>('subscription').filter((it) => it.customer === id)
    for (const subscription of own) {
      if (subscription.ended_at === null) endNow(world, subscription, 'cancellation_requested')
    }
    world.store.remove(customer)
    world.store.save({ id: customer.id, object: 'deleted', created: world.now() })
    world.emit('customer.deleted', customer)
    return { id, object: 'customer', deleted: true }
  }),

  route(
    'GET /v1/payment_methods',
    { ...paging, customer: text.optional(), type: z.enum(['card']).optional() },
    (world, { customer, created: _created, type: _type, ...page }) =>
      toList(
        world.store
          .list<PaymentMethod>('payment_method')
          .filter((it) => !customer || it.customer === customer),
        page,
        '/v1/payment_methods',
      ),
  ),

  route('GET /v1/payment_methods/:id', {}, (world, _params, id) =>
    world.need('payment_method', id!),
  ),

  route('POST /v1/payment_methods/:id/attach', { customer: text }, (world, { customer }, id) => {
    const { id: owner } = world.need<Customer>('customer', customer, 'customer')
    const card = needCard(world, id!, owner)
    card.customer = owner
    return world.store.save(card)
  }),
]
