/**
 * Whether Stripe has sent a webhook.
 *
 * By Node's own crypto: Stripe's SDK does the same, and loading it for this alone would be a fifth of
 * the cold start of each webhook.
 *
 * @see https://docs.stripe.com/webhooks/signature
 * @module
 */
import { requireEnv } from '#framework/env.ts'
import type { HttpRequest } from '#framework/http.ts'
import { errors } from './errors.ts'
import type { StripeNews } from './news.ts'

/** Seconds by which a signature may be old. */
const tolerance = 300

/**
 * The event that a request brings, its signature checked over the bytes as they came.
 *
 * @throws WEBHOOK_SIGNATURE_MISSING, WEBHOOK_SIGNATURE_REPEATED, WEBHOOK_SIGNATURE_INVALID,
 *   WEBHOOK_TOO_OLD, WEBHOOK_INVALID
 */
export async function requireEvent(request: HttpRequest): Promise<StripeNews> {
  const signature = request.headers.get('stripe-signature')
  if (!signature) throw errors.WEBHOOK_SIGNATURE_MISSING()
  // API Gateway joins repeated headers: two times say that there were two.
  if (signature.split(',').filter((part) => part.trim().startsWith('t=')).length > 1) {
    throw errors.WEBHOOK_SIGNATURE_REPEATED()
  }
  const payload = await request.bytes()
  requireSigned(payload, signature, requireEnv('STRIPE_WEBHOOK_SECRET'))
  return requireShape(parse(payload))
}

function requireSigned(payload: Uint8Array, header: string, secret: string): void {
  const { createHmac } = process.getBuiltinModule('node:crypto')
  const { time, signatures } = parseHeader(header)
  const expected = createHmac('sha256', secret).update(`${time}.`).update(payload).digest()
  // There are several while a secret is being changed.
  if (!signatures.some((given) => isEqual(given, expected))) {
    throw errors.WEBHOOK_SIGNATURE_INVALID()
  }
  if (Date.now() / 1000 - Number(time) > tolerance) throw errors.WEBHOOK_TOO_OLD()
}

/** @throws WEBHOOK_SIGNATURE_INVALID */
function parseHeader(header: string): { time: string; signatures: string[] } {
  const pairs = header.split(',').map((part) => part.trim().split('='))
  const valuesOf = (name: string) =>
    pairs.flatMap(([key, value = '']) => (key === name ? [value] : []))
  const [time = ''] = valuesOf('t')
  if (!/^\d{1,12}$/.test(time)) throw errors.WEBHOOK_SIGNATURE_INVALID()
  return { time, signatures: valuesOf('v1') }
}

function isEqual(given: string, expected: Buffer): boolean {
  const { timingSafeEqual } = process.getBuiltinModule('node:crypto')
  return /^[0-9a-f]{64}$/.test(given) && timingSafeEqual(Buffer.from(given, 'hex'), expected)
}

/** @throws WEBHOOK_INVALID */
function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString())
  } catch {
    throw errors.WEBHOOK_INVALID()
  }
}

function requireShape(event: unknown): StripeNews {
  const { id, type, data } = (event ?? {}) as Partial<StripeNews>
  const isEvent =
    typeof id === 'string' && typeof type === 'string' && data?.object instanceof Object
  if (!isEvent) throw errors.WEBHOOK_INVALID()
  return { id, type, data }
}
