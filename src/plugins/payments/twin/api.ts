/**
 * Stripe's API over HTTP: the key, idempotency, routes, errors.
 *
 * @see https://docs.stripe.com/api
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { expand } from './lists.ts'
import type { StripeObject } from './objects.ts'
import { readForm } from './params.ts'
import { invalid, StripeProblem } from './problems.ts'
import { checkout } from './resources/checkout.ts'
import { coupons } from './resources/coupons.ts'
import { customers } from './resources/customers.ts'
import { events } from './resources/events.ts'
import { payments } from './resources/payments.ts'
import { prices } from './resources/prices.ts'
import { products } from './resources/products.ts'
import { promotionCodes } from './resources/promotion-codes.ts'
import { subscriptions } from './resources/subscriptions.ts'
import { refunds } from './resources/refunds.ts'
import { invoices } from './resources/invoices.ts'
import type { Route } from './route.ts'
import { withoutOwn, type World } from './world.ts'

export interface ApiRequest {
  method: string
  url: URL
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface ApiAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What an idempotency key has led to. */
interface Kept extends StripeObject {
  object: 'twin.idempotency'
  request: string
  status: number
  body: string
}

const routes: Route[] = [
  ...customers,
  ...products,
  ...prices,
  ...coupons,
  ...promotionCodes,
  ...checkout,
  ...payments,
  ...refunds,
  ...subscriptions,
  ...invoices,
  ...events,
]

/** How long Stripe knows an idempotency key. */
const keyLife = 24 * 3600

/** Answers one call. Never throws. */
export function answerApi(world: World, secretKey: string, request: ApiRequest): ApiAnswer {
  const id = world.id('req')
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'request-id': id,
    'stripe-version': String(request.headers['stripe-version'] ?? ''),
  }
  try {
    requireKey(request, secretKey)
    const kept = withIdempotency(world, request, () => answer(world, request))
    return { ...kept, headers: { ...headers, ...kept.headers } }
  } catch (error) {
    const { status, body } = toError(error)
    return { status, headers, body: JSON.stringify({ error: { ...body, request_log_url: null } }) }
  }
}

function answer(world: World, request: ApiRequest): { status: number; body: string } {
  try {
    const { method, url, body } = request
    const { route, ids } = findRoute(method, url.pathname)
    const { expand: paths, ...values } = readForm(
      method === 'POST' ? body : url.search.slice(1),
    ) as { expand?: unknown }
    const result = world.store.transaction(() => {
      try {
        const found = route.run(world, { ids, values })
        const shown =
          (found as StripeObject).object === 'list' ? found : withoutOwn(found as StripeObject)
        return { value: expand(world, shown, toPaths(paths)) }
      } catch (error) {
        // What was refused by the bank has happened.
        if ((error as { isKept?: boolean }).isKept) return { error }
        throw error
      }
    })
    if ('error' in result) throw result.error
    return { status: 200, body: JSON.stringify(withoutOwnDeep(result.value)) }
  } catch (error) {
    const { status, body } = toError(error)
    return { status, body: JSON.stringify({ error: body }) }
  }
}

function requireKey({ headers }: ApiRequest, secretKey: string): void {
  const given = /^Bearer (\S+)$/.exec(String(headers['authorization'] ?? ''))?.[1]
  if (!given) {
    throw new StripeProblem(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    })
  }
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (timingSafeEqual(digest(given), digest(secretKey))) return
  throw new StripeProblem(401, {
    type: 'invalid_request_error',
    message: `Invalid API Key provided: ${given.slice(0, 8)}${'*'.repeat(8)}${given.slice(-4)}`,
  })
}

/**
 * The same key, the same answer. What was refused before it began (400 of a mistaken parameter, 401,
 * 404) is not kept, as with Stripe.
 *
 * @see https://docs.stripe.com/api/idempotent_requests
 */
function withIdempotency(
  world: World,
  request: ApiRequest,
  run: () => { status: number; body: string },
): { status: number; body: string; headers?: Record<string, string> } {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || typeof key !== 'string' || !key) return run()
  if (key.length > 255) throw invalid('Idempotency keys must be 255 characters or less.')

  const print = createHash('sha256')
    .update(`${request.url.pathname}\n${request.body}`)
    .digest('hex')
  const headers = { 'idempotency-key': key, 'original-request': '' }
  return world.store.transaction(() => {
    const before = world.store.find<Kept>('twin.idempotency', `key:${key}`)
    if (before && before.created + keyLife > world.now()) {
      if (before.request !== print) {
        throw new StripeProblem(400, {
          type: 'idempotency_error',
          message:
            `Keys for idempotent requests can only be used with the same parameters they were first used with. ` +
            `Try using a key other than '${key}' if you meant to execute a different request.`,
        })
      }
      const { status, body } = before
      return { status, body, headers: { ...headers, 'idempotent-replayed': 'true' } }
    }
    const { status, body } = run()
    if (status < 400 || status === 402) {
      const kept = { request: print, status, body, created: world.now() }
      world.store.save<Kept>({ id: `key:${key}`, object: 'twin.idempotency', ...kept })
    }
    return { status, body, headers }
  })
}

function findRoute(method: string, path: string): { route: Route; ids: string[] } {
  for (const route of routes) {
    const [verb, pattern] = route.call.split(' ') as [string, string]
    if (verb !== method) continue
    const match = new RegExp(`^${pattern.replaceAll(/:\w+/g, '([^/]+)')}$`).exec(path)
    if (match) return { route, ids: match.slice(1).map(decodeURIComponent) }
  }
  const message = `Unrecognized request URL (${method}: ${path}). The Stripe twin does not imitate it, or Stripe does not have it.`
  throw new StripeProblem(404, { type: 'invalid_request_error', message })
}

function toPaths(paths: unknown): string[] {
  if (paths === undefined) return []
  return (Array.isArray(paths) ? paths : Object.values(paths as object)).map(String)
}

function withoutOwnDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwnDeep)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !name.endsWith('_own'))
  return Object.fromEntries(entries.map(([name, it]) => [name, withoutOwnDeep(it)]))
}

function toError(error: unknown): { status: number; body: StripeProblem['body'] } {
  if (error instanceof StripeProblem) return error
  const message = `The Stripe twin failed: ${(error as Error).stack}`
  return { status: 500, body: { type: 'api_error', message } }
}
