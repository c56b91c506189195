/**
 * The twin's server: the API for the SDK, the hosted pages for people, and a few doors for tests.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { startTwinServer, type TwinAnswer } from '#framework/twin.ts'
import { answerApi } from './api.ts'
import { answerHosted } from './hosted.ts'
import { findRunning } from './billing/customers.ts'
import { endNow } from './billing/subscriptions.ts'
import type { Charge, Customer, Subscription } from './objects.ts'
import { createHold } from './hold.ts'
import { createEndpoint } from './resources/events.ts'
import { act, toState } from './state.ts'
import { openStore } from './store.ts'
import { passTime } from './time.ts'
import { startWebhooks, type WebhookFaults } from './webhooks.ts'
import { createWorld, type World } from './world.ts'

export interface StripeTwinOptions {
  port: number
  stateDir: string
  secretKey: string
  /** The site's own endpoint, and what signs for it. */
  webhook: { url: string; secret: string; types: readonly string[] }
  log: (line: string) => void
}

/** Starts the twin on loopback. */
export async function startStripe(options: StripeTwinOptions) {
  const { port, stateDir, secretKey, webhook, log } = options
  const store = openStore(stateDir)
  const world = createWorld({ store, address: `http://localhost:${port}` })
  createEndpoint(world, { ...webhook, id: 'we_site', enabled_events: [...webhook.types] })
  const webhooks = startWebhooks(world, { log })
  const hold = createHold()
  world.onEmit(() => setImmediate(webhooks.wake))
  // The local cloud's clock moves Date; whatever fell due is made up for within a moment.
  const timer = setInterval(() => passTime(world), 250).unref()

  async function answer(request: IncomingMessage): Promise<TwinAnswer> {
    const url = new URL(request.url ?? '/', world.address)
    const { method = 'GET', headers } = request
    const body = method === 'POST' ? await text(request) : ''
    passTime(world)
    if (url.pathname.startsWith('/v1/') || url.pathname.startsWith('/v2/')) {
      const answered = answerApi(world, secretKey, { method, url, headers, body })
      await webhooks.lag()
      await hold.pass(url.pathname)
      return answered
    }
    // A page of another site could post to the rest.
    const { origin } = headers
    if (origin && origin !== 'null' && origin !== world.address && method !== 'GET') {
      return json(403, { problem: 'Only pages of the twin itself may post here.' })
    }
    if (url.pathname.startsWith('/twin/'))
      return answerTests(world, `${method} ${url.pathname}`, body)
    const form = method === 'POST' ? new URLSearchParams(body) : undefined
    return answerHosted(world, { path: url.pathname, form })
  }

  async function answerTests(within: World, call: string, body: string): Promise<TwinAnswer> {
    if (call === 'POST /twin/faults') {
      webhooks.setFaults(JSON.parse(body) as Partial<WebhookFaults>)
      return json(200, {})
    }
    if (call === 'POST /twin/settle') {
      passTime(within)
      await webhooks.settle()
      return json(200, {})
    }
    if (call === 'POST /twin/cancel') {
      const { customer } = JSON.parse(body) as { customer: string }
      const subscription = findRunning(within, customer)
      if (subscription) {
        within.store.transaction(() => endNow(within, subscription, 'cancellation_requested'))
      }
      return json(200, {})
    }
    if (call === 'POST /twin/hold') {
      hold.next((JSON.parse(body) as { path: string }).path)
      return json(200, {})
    }
    if (call === 'POST /twin/held') {
      await hold.whenHeld()
      return json(200, {})
    }
    if (call === 'POST /twin/release') {
      hold.release()
      return json(200, {})
    }
    if (call === 'GET /twin/ledger') return json(200, toLedger(within))
    return json(404, { problem: 'The twin has no such door.' })
  }

  const server = await startTwinServer({ port, name: 'The Stripe twin', log, answer })

  return {
    world,
    webhooks,
    state: () => toState(world),
    act: async (action: string, id?: string) => act(webhooks, action, id),
    async stop() {
      clearInterval(timer)
      await server.stop()
      await webhooks.stop()
      store.close()
    },
  }
}

/** Every cent: what was charged and given back, by customer (`guest` for nobody's). */
function toLedger({ store }: World) {
  const customers: Record<string, Account> = {}
  for (const { id, metadata } of store.list<Customer>('customer')) {
    const running = store
      .list<Subscription>('subscription')
      .filter((it) => it.customer === id && it.ended_at === null && it.status !== 'incomplete')
    const userId = metadata['userId'] ?? ''
    customers[id] = { charged: 0, refunded: 0, running: running.length, userId }
  }
  for (const charge of store.list<Charge>('charge')) {
    if (charge.status !== 'succeeded') continue
    const id = charge.customer ?? 'guest'
    const sum = (customers[id] ??= { charged: 0, refunded: 0, running: 0, userId: '' })
    sum.charged += charge.amount
    sum.refunded += charge.amount_refunded
  }
  return { customers }
}

interface Account {
  charged: number
  refunded: number
  /** Subscriptions that have not ended. */
  running: number
  userId: string
}

function json(status: number, value: unknown): TwinAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  }
}
