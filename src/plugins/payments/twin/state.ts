/**
 * What the console shows of the twin.
 *
 * @module
 */
import type { TwinState } from '#framework/service.ts'
import type { Charge, Customer, StripeEvent, Subscription } from './objects.ts'
import { toDate, toMoney } from './pages/layout.ts'
import type { Webhooks } from './webhooks.ts'
import type { Delivery, World } from './world.ts'

/** Nobody reads more rows than that. */
const most = 100

/** Customers, payments, subscriptions, and what was told to the site. */
export function toState(world: World): TwinState {
  const { store } = world
  const newest = <T>(all: T[]) => all.slice(-most).toReversed()
  const email = (id: string | null) =>
    (id && store.find<Customer>('customer', id)?.email) || id || 'a guest'
  const time = (seconds: number) =>
    new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 16)

  return {
    sections: [
      {
        title: 'Webhook deliveries',
        columns: ['Event', 'Of', 'When', 'Attempts', 'Answer', 'Next try'],
        empty: 'Nothing has happened yet.',
        rows: newest(listDeliveries(world)).map((it) => ({
          id: it.id,
          cells: [
            it.type,
            ownerOf(world, it),
            time(it.created),
            it.attempts,
            it.status === 0 ? it.answer : it.status,
            it.next && time(it.next),
          ],
          actions: [{ name: 'resend', label: 'Send again' }],
        })),
      },
      {
        title: 'Payments',
        columns: ['Who', 'When', 'Amount', 'Given back', 'Status'],
        empty: 'Nobody has paid yet.',
        rows: newest(store.list<Charge>('charge')).map((it) => ({
          id: it.id,
          cells: [
            email(it.customer),
            time(it.created),
            toMoney(it.amount, it.currency),
            it.amount_refunded ? toMoney(it.amount_refunded, it.currency) : null,
            it.status,
          ],
          href: `${world.address}/receipts/${it.id}`,
        })),
      },
      {
        title: 'Subscriptions',
        columns: ['Who', 'Status', 'Since', 'Paid up to', 'Ends'],
        empty: 'There is none yet.',
        rows: newest(store.list<Subscription>('subscription')).map((it) => ({
          id: it.id,
          cells: [
            email(it.customer),
            it.status,
            toDate(it.created),
            toDate(it.items.data[0]!.current_period_end),
            it.ended_at ? toDate(it.ended_at) : it.cancel_at_period_end ? 'with its period' : null,
          ],
        })),
      },
      {
        title: 'Customers',
        columns: ['E-mail', 'Name', 'Since'],
        empty: 'There is none yet.',
        rows: newest(store.list<Customer>('customer')).map((it) => ({
          id: it.id,
          cells: [it.email, it.name, toDate(it.created)],
        })),
      },
    ],
  }
}

/** Whom an event is about, as far as it says. */
function ownerOf({ store }: World, { event }: Delivery): string | null {
  const object = store.find<StripeEvent>('event', event)?.data.object
  const id = object?.object === 'customer' ? object.id : object?.['customer']
  const customer = typeof id === 'string' ? store.find<Customer>('customer', id) : undefined
  return customer?.email ?? null
}

function listDeliveries({ store }: World): Delivery[] {
  const all = [...store.list<Delivery>('twin.told'), ...store.list<Delivery>('twin.delivery')]
  return all.toSorted((a, b) => a.created - b.created)
}

/** Answers a line for the developer. */
export function act(webhooks: Webhooks, action: string, id: string | undefined): string {
  if (action !== 'resend' || !id) return 'Stripe’s twin cannot do that.'
  webhooks.resend(id)
  return 'It is being sent again.'
}
