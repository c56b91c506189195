/**
 * Stripe, as this account sees it.
 *
 * Every write to it carries an idempotency key of our own, made from what it is about: a retry, ours
 * or SQS's, finds what the first attempt did.
 *
 * @module
 */
import { Stripe } from 'stripe'
import { requireEnv } from '#framework/env.ts'
import { log } from '#framework/log.ts'
import { errors } from './errors.ts'
import { httpClient } from './stripe-http.ts'

let known: { name: string; client: Stripe } | undefined

/** The client of this instance. */
export function stripe(): Stripe {
  const key = requireEnv('STRIPE_SECRET_KEY')
  const name = `${key} ${process.env['STRIPE_API_URL'] ?? ''}`
  if (known?.name === name) return known.client

  const client = new Stripe(key, {
    httpClient,
    maxNetworkRetries: 2,
    timeout: 8000,
    telemetry: false,
    appInfo: { name: 'plugboard' },
    ...address(),
  })
  known = { name, client }
  return client
}

/** Whether Stripe says that there is no such object. */
export function isMissing(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === 'resource_missing'
}

/**
 * Asks Stripe for a person who waits.
 *
 * @throws PAYMENTS_UNAVAILABLE when it cannot be reached, or refuses our key
 */
export async function ask<T>(work: (client: Stripe) => Promise<T>): Promise<T> {
  try {
    return await work(stripe())
  } catch (error) {
    const { type } = error as { type?: string }
    if (!/^Stripe(Connection|API|Authentication|Permission|RateLimit)/.test(type ?? '')) throw error
    log.error('Stripe did not do what was asked', { error })
    throw errors.PAYMENTS_UNAVAILABLE({
      detail: 'Nothing was charged. Try again in a moment',
      cause: error,
    })
  }
}

function address(): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  const url = process.env['STRIPE_API_URL']
  if (!url) return {}
  const { hostname, port } = new URL(url)
  return { host: hostname, port, protocol: 'http' }
}
