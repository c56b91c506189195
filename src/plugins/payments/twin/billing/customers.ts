/**
 * Customers, and what they have running.
 *
 * @module
 */
import type { Customer, Metadata, Subscription } from '../objects.ts'
import type { World } from '../world.ts'

/** A new customer. */
export function createCustomer(
  world: World,
  {
    email,
    name,
    metadata,
    ...more
  }: {
    email: string | null
    name: string | null
    metadata: Metadata
    description?: string | null
    phone?: string | null
  },
): Customer {
  const customer = world.store.save<Customer>({
    id: world.id('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: more.description ?? null,
    discount: null,
    email,
    invoice_prefix: world.id('').slice(1, 9).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    } as Customer['invoice_settings'],
    livemode: false,
    metadata,
    name,
    phone: more.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  })
  world.emit('customer.created', customer)
  return customer
}

/** The subscription of a customer that is not over, if there is one. */
export function findRunning(world: World, customer: string): Subscription | undefined {
  return world.store
    .list<Subscription>('subscription')
    .findLast(
      (it) => it.customer === customer && !['canceled', 'incomplete_expired'].includes(it.status),
    )
}
