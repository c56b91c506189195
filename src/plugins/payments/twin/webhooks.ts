/**
 * Webhooks: every event told to every endpoint that wants it, signed, and again with growing pauses
 * until it is taken.
 *
 * @see https://docs.stripe.com/webhooks
 * @module
 */
import { createHmac } from 'node:crypto'
import type { StripeEvent, WebhookEndpoint } from './objects.ts'
import type { Delivery, World } from './world.ts'

/** What goes wrong on purpose: each a share of all deliveries, 0 to 1. */
export interface WebhookFaults {
  duplicate: number
  drop: number
  reorder: number
  /** Milliseconds, at most, that an answer of the API is on its way: news may overtake it. */
  lag: number
  /** The same seed, the same mishaps. */
  seed: number
}

/** Seconds before the next attempt, after the first, the second … failed. Stripe goes on for three days. */
const pauses = [5, 60, 300, 1800, 3600, 7200, 21_600, 43_200, 86_400, 86_400]

const noFaults: WebhookFaults = { duplicate: 0, drop: 0, reorder: 0, lag: 0, seed: 1 }

export type Webhooks = ReturnType<typeof startWebhooks>

/** Starts delivering; `stop` ends that. */
export function startWebhooks(world: World, { log }: { log: (line: string) => void }) {
  let faults = noFaults
  let random = createRandom(1)
  let running: Promise<void> | undefined
  let isStopped = false
  const timer = setInterval(wake, 250).unref()

  function wake(): void {
    running ??= deliverAll().finally(() => {
      running = undefined
    })
  }

  async function deliverAll(): Promise<void> {
    for (;;) {
      // A shared ground for all that were due at once: order is nobody's promise, as with Stripe.
      const due = listDue()
      if (due.length === 0 || isStopped) return
      const batch = faults.reorder > 0 ? shuffle(due) : due
      for (let index = 0; index < batch.length; index += 8) {
        await Promise.all(batch.slice(index, index + 8).map(deliver))
      }
    }
  }

  function listDue(): Delivery[] {
    const now = world.now()
    return world.store
      .list<Delivery>('twin.delivery')
      .filter(({ next }) => next !== null && next <= now)
  }

  function shuffle(due: Delivery[]): Delivery[] {
    const keyed = due.map((it, index) => ({
      it,
      key: random() < faults.reorder ? random() * due.length : index,
    }))
    return keyed.sort((a, b) => a.key - b.key).map(({ it }) => it)
  }

  async function deliver(delivery: Delivery): Promise<void> {
    if (isStopped) return
    if (random() < faults.drop) {
      close(delivery, 'dropped on purpose')
      return
    }
    const isDoubled = random() < faults.duplicate
    await attempt(delivery)
    if (isDoubled) await attempt(delivery)
  }

  function close(delivery: Delivery, answer: string): void {
    world.store.remove(delivery)
    world.store.save<Delivery>(
      Object.assign(delivery, { object: 'twin.told' as const, next: null, answer }),
    )
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const endpoint = world.store.find<WebhookEndpoint>('webhook_endpoint', delivery.endpoint)
    const event = world.store.find<StripeEvent>('event', delivery.event)
    if (!endpoint || !event || endpoint.status === 'disabled') {
      close(delivery, 'the endpoint is gone')
      return
    }
    const { status, answer } = await post(endpoint, event, world.now())
    if (isStopped) return
    const isTaken = status >= 200 && status < 300
    delivery.attempts++
    delivery.status = status
    delivery.answer = answer
    const pause = pauses[delivery.attempts - 1]
    delivery.next = isTaken || pause === undefined ? null : world.now() + pause
    world.store.transaction(() => {
      if (delivery.next === null) close(delivery, answer)
      else world.store.save(delivery)
      if (!isTaken) return
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1)
      world.store.save(event)
    })
    // The site may be starting.
    if (isTaken || (status === 0 && delivery.attempts === 1)) return
    const again = pause === undefined ? 'given up' : `again in ${pause} s`
    const what = status === 0 ? answer : `${status} ${answer.slice(0, 120)}`
    log(`Stripe's ${event.type} was not taken by ${endpoint.url}, ${again}: ${what}`)
  }

  return {
    wake,

    /** Resolves when nothing is due any more. */
    async settle(): Promise<void> {
      while (running || listDue().length > 0) {
        wake()
        await running
      }
    },

    /** Tells an endpoint once more. */
    resend(id: string): void {
      const told = world.store.find<Delivery>('twin.told', id)
      const delivery = told ?? world.need<Delivery>('twin.delivery', id)
      world.store.remove(delivery)
      const again = { object: 'twin.delivery' as const, next: world.now() }
      world.store.save<Delivery>(Object.assign(delivery, again))
      wake()
    },

    /** How long the answer of the API that was just made is on its way. */
    async lag(): Promise<void> {
      if (faults.lag === 0) return
      // Most are quick, and some are late enough for others to come and go meanwhile.
      await new Promise((resolve) => setTimeout(resolve, random() ** 6 * faults.lag))
    },

    setFaults(given: Partial<WebhookFaults>): void {
      faults = { ...noFaults, ...given }
      random = createRandom(faults.seed)
    },

    async stop(): Promise<void> {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}

async function post(
  endpoint: WebhookEndpoint,
  event: StripeEvent,
  time: number,
): Promise<{ status: number; answer: string }> {
  const payload = JSON.stringify(event, null, 2)
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': sign(payload, { secret: endpoint.secret, time }),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body: payload,
      // Stripe follows no redirects and does not wait for long.
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    })
    return { status: response.status, answer: (await response.text()).slice(0, 1000) }
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error }
    return { status: 0, answer: cause?.message || message }
  }
}

/** The value of `Stripe-Signature`. */
export function sign(payload: string, { secret, time }: { secret: string; time: number }): string {
  const v1 = createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex')
  return `t=${time},v1=${v1}`
}

/** mulberry32: small, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
