/**
 * Whether Stripe has sent a webhook.
 *
 * @see https://docs.stripe.com/webhooks/signature
 * @module
 */
import { requireEnv } from '#framework/env.ts'
import type { HttpRequest } from '#framework/http.ts'
import { errors } from './errors.ts'
import type { StripeNews } from './news.ts'
import { stripe } from './stripe.ts'

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
  const payload = Buffer.from(await request.bytes())
  const secret = requireEnv('STRIPE_WEBHOOK_SECRET')
  try {
    const event = await stripe().webhooks.constructEventAsync(payload, signature, secret, tolerance)
    return requireShape(event)
  } catch (error) {
    const { type, message } = error as { type?: string; message: string }
    if (error instanceof SyntaxError) throw errors.WEBHOOK_INVALID()
    if (type !== 'StripeSignatureVerificationError') throw error
    if (/tolerance/i.test(message)) throw errors.WEBHOOK_TOO_OLD()
    throw errors.WEBHOOK_SIGNATURE_INVALID()
  }
}

function requireShape(event: unknown): StripeNews {
  const { id, type, data } = (event ?? {}) as Partial<StripeNews>
  const isEvent =
    typeof id === 'string' && typeof type === 'string' && data?.object instanceof Object
  if (!isEvent) throw errors.WEBHOOK_INVALID()
  return { id, type, data }
}
