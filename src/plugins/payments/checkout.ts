/**
 * On the way to Stripe: checkouts and the customer portal. What is sold and for how much is ours to
 * say; the browser says which plan, or how large a tip.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { appUrl } from '#framework/env.ts'
import { kernelErrors } from '#framework/errors.ts'
import type { User } from '#framework/identity.ts'
import { customers, findCustomer, requireCustomer } from './customers.ts'
import { errors } from './errors.ts'
import { findMembership, isRunning } from './memberships.ts'
import { formatMoney } from './money.ts'
import { lookupKey, settings, type Plan } from './settings.ts'
import { ask } from './stripe.ts'
import { syncCustomer } from './sync.ts'

/**
 * Where a user pays for a membership. Begun twice, it is the same checkout.
 *
 * @throws ALREADY_MEMBER, PRICE_NOT_FOUND, PAYMENTS_UNAVAILABLE
 */
export async function startMembership(user: User, plan: Plan): Promise<{ url: string }> {
  if (isRunning(await findMembership(user.id))) throw errors.ALREADY_MEMBER()
  const { customerId } = await requireCustomer(user)
  const price = await findPrice(plan)

  for (let attempt = 0; attempt < 5; attempt++) {
    const { checkouts } = (await findCustomer(user.id))!
    const idempotencyKey = `membership:${user.id}:${plan}:${checkouts}`
    const session = await createSession(
      toMembershipSession(user, { customerId, price }),
      idempotencyKey,
    )
    if (session?.status === 'open' && session.url) return { url: session.url }
    if (session?.status === 'complete') await refuseMember(user, customerId)
    await customers.update({ userId: user.id }, { add: { checkouts: 1 } })
  }
  throw errors.PAYMENTS_UNAVAILABLE('Try again in a moment')
}

/**
 * Where anybody pays a tip.
 *
 * @param amount In the smallest unit of the currency.
 * @param key What makes this tip the same one when it is asked for again.
 * @throws INVALID_INPUT, PAYMENTS_UNAVAILABLE
 */
export async function startTip(
  amount: number,
  { user, key }: { user: User | undefined; key: string },
): Promise<{ url: string }> {
  const { currency, tipMin, tipMax, tax } = settings
  if (!Number.isInteger(amount) || amount < tipMin || amount > tipMax) {
    const range = `${formatMoney(tipMin, currency)} to ${formatMoney(tipMax, currency)}`
    throw kernelErrors.INVALID_INPUT({ errors: [{ path: 'amount', message: `must be ${range}` }] })
  }
  const customer = user && !user.isMachine ? await requireCustomer(user) : undefined
  const metadata = { kind: 'tip', ...(customer && { userId: customer.userId }) }
  const session = await ask((client) =>
    client.checkout.sessions.create(
      {
        mode: 'payment',
        submit_type: 'donate',
        line_items: [
          {
            quantity: 1,
            price_data: { currency, unit_amount: amount, product_data: { name: 'Tip' } },
          },
        ],
        ...(customer && { customer: customer.customerId, client_reference_id: customer.userId }),
        ...(tax && { automatic_tax: { enabled: true } }),
        metadata,
        payment_intent_data: { metadata, description: 'Tip' },
        ...addresses('/membership'),
      },
      { idempotencyKey: `tip:${key}` },
    ),
  )
  return { url: session.url! }
}

/**
 * Where a customer changes their card, sees their invoices, or ends their membership.
 *
 * @throws NOT_A_CUSTOMER, PAYMENTS_UNAVAILABLE
 */
export async function openPortal(user: User, key: string): Promise<{ url: string }> {
  const known = await findCustomer(user.id)
  if (!known) throw errors.NOT_A_CUSTOMER()
  const { url } = await ask((client) =>
    client.billingPortal.sessions.create(
      { customer: known.customerId, return_url: `${appUrl()}/account/payments` },
      { idempotencyKey: `portal:${user.id}:${key}` },
    ),
  )
  return { url }
}

function toMembershipSession(
  { id: userId }: User,
  { customerId, price }: { customerId: string; price: string },
): Stripe.Checkout.SessionCreateParams {
  const { promotionCodes, tax } = settings
  const metadata = { userId, kind: 'membership' }
  return {
    mode: 'subscription',
    customer: customerId,
    client_reference_id: userId,
    line_items: [{ price, quantity: 1 }],
    metadata,
    subscription_data: { metadata },
    ...(promotionCodes && { allow_promotion_codes: true }),
    ...(tax && { automatic_tax: { enabled: true }, customer_update: { address: 'auto' as const } }),
    ...addresses('/membership'),
  }
}

/** A session as it is now; undefined when the key stood for something else before. */
async function createSession(params: Stripe.Checkout.SessionCreateParams, idempotencyKey: string) {
  return ask(async (client) => {
    try {
      const { id } = await client.checkout.sessions.create(params, { idempotencyKey })
      // A replayed answer tells what it was when it was made.
      return await client.checkout.sessions.retrieve(id)
    } catch (error) {
      if ((error as { type?: string }).type !== 'StripeIdempotencyError') throw error
      return undefined
    }
  })
}

// Their last checkout is paid, and nobody has told us yet.
async function refuseMember(user: User, customerId: string): Promise<void> {
  await syncCustomer(customerId, { by: 'return', userId: user.id })
  if (isRunning(await findMembership(user.id))) throw errors.ALREADY_MEMBER()
}

const prices = new Map<string, { id: string; until: number }>()

async function findPrice(plan: Plan): Promise<string> {
  const key = lookupKey(plan)
  const known = prices.get(key)
  if (known && known.until > Date.now()) return known.id
  const { data } = await ask((client) => client.prices.list({ lookup_keys: [key], active: true }))
  const [price] = data
  if (!price) throw errors.PRICE_NOT_FOUND(`${key} is missing there. Run: npm run payments:seed`)
  prices.set(key, { id: price.id, until: Date.now() + 5 * 60_000 })
  return price.id
}

function addresses(back: string) {
  return {
    success_url: `${appUrl()}/payments/return?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${appUrl()}${back}`,
  }
}
