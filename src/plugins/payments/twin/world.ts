/**
 * What all resources of the twin share: the store, the time, ids, and the news that go out.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { StripeEvent, StripeObject, WebhookEndpoint } from './objects.ts'
import { missing } from './problems.ts'
import type { Store } from './store.ts'

export type World = ReturnType<typeof createWorld>

/** What is tried to be told to one endpoint, and how that went. */
export interface Delivery extends StripeObject {
  /** What is done with is kept as another kind, so that looking for what is due stays fast. */
  object: 'twin.delivery' | 'twin.told'
  event: string
  endpoint: string
  type: string
  attempts: number
  /** Of the last attempt; 0 when nobody answered. */
  status: number | null
  answer: string
  /** Seconds; null when it is done with. */
  next: number | null
}

/** The version of the API whose shapes the twin speaks. */
export const apiVersion = '2026-10-28.endive'

export function createWorld({ store, address }: { store: Store; address: string }) {
  let frozen: number | undefined
  let listener = () => {}

  const world = {
    store,
    /** Where the twin is reached: `http://localhost:3341`. */
    address,

    /** Seconds since 1970; while something is made up for, the time at which it was due. */
    now: () => frozen ?? Math.floor(Date.now() / 1000),

    /** Does something as if it were another time. */
    at<T>(time: number, work: () => T): T {
      const before = frozen
      frozen = time
      try {
        return work()
      } finally {
        frozen = before
      }
    },

    id: (prefix: string) => `${prefix}_${toLetters(randomBytes(18))}`,

    /** @throws StripeProblem in Stripe's words. */
    need<T extends StripeObject>(kind: T['object'], id: string, param?: string): T {
      const found = store.find<T>(kind, id)
      // A reference in a parameter is a bad request; an address that is not there, a missing one.
      if (!found) throw missing(kind.split('.').pop()!, id, param ?? 'id', param ? 400 : 404)
      return found
    },

    /** Keeps an event, and one delivery of it for each endpoint that wants it. */
    emit(type: string, object: StripeObject, previous?: Record<string, unknown>): void {
      const event: StripeEvent = {
        id: world.id('evt'),
        object: 'event',
        api_version: apiVersion,
        created: world.now(),
        data: {
          object: withoutOwn(structuredClone(object)),
          ...(previous && { previous_attributes: previous }),
        },
        livemode: false,
        pending_webhooks: 0,
        request: { id: null, idempotency_key: null },
        type,
      }
      const endpoints = store
        .list<WebhookEndpoint>('webhook_endpoint')
        .filter((it) => it.status === 'enabled' && wants(it, type))
      event.pending_webhooks = endpoints.length
      store.save(event)
      for (const { id } of endpoints) {
        store.save<Delivery>({
          id: world.id('dlv'),
          object: 'twin.delivery',
          created: world.now(),
          event: event.id,
          endpoint: id,
          type,
          attempts: 0,
          status: null,
          answer: '',
          next: world.now(),
        })
      }
      listener()
    },

    /** Sets who is told that there is something to deliver. */
    onEmit(listen: () => void) {
      listener = listen
    },
  }
  return world
}

/** Fields of the twin's own, which end in `_own`, are not for clients. */
export function withoutOwn<T extends StripeObject>(object: T): T {
  const entries = Object.entries(object).filter(([name]) => !name.endsWith('_own'))
  return Object.fromEntries(entries) as T
}

function wants({ enabled_events }: WebhookEndpoint, type: string): boolean {
  return enabled_events.includes('*') || enabled_events.includes(type)
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function toLetters(bytes: Buffer): string {
  return [...bytes].map((byte) => letters[byte % 62]).join('')
}
