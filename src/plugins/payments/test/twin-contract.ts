/**
 * What the unmodified SDK expects of Stripe: held by the twin, and by Stripe's own test mode.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { Stripe } from 'stripe'
import { describe, it } from 'vitest'

/** An error as the SDK throws it. */
async function refusal(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await work
  } catch (error) {
    return error as Stripe.errors.StripeError
  }
  throw new Error('Nothing was refused.')
}

const unique = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`

/** Runs the suite on what `open` answers. */
export function testStripe(open: () => Stripe): void {
  const newCustomer = () => open().customers.create({ email: `ada-${unique()}@example.com` })
  const newPrice = (interval?: 'month' | 'year') =>
    open().prices.create({
      currency: 'eur',
      unit_amount: 500,
      product_data: { name: 'Membership' },
      ...(interval && { recurring: { interval } }),
    })

  describe('customers', () => {
    it('are made, found, changed and listed', async () => {
      const stripe = open()
      const made = await stripe.customers.create({
        email: `ada-${unique()}@example.com`,
        metadata: { userId: 'auth0|ada', gone: 'soon' },
      })

      const changed = await stripe.customers.update(made.id, {
        name: 'Ada',
        metadata: { gone: '' },
      })
      const listed = await stripe.customers.list({ email: made.email! })

      assert.match(made.id, /^cus_/)
      assert.equal(changed.name, 'Ada')
      assert.deepEqual(changed.metadata, { userId: 'auth0|ada' })
      assert.deepEqual(
        listed.data.map((it) => it.id),
        [made.id],
      )
    })

    it('are marked as deleted and refuse what comes later', async () => {
      const stripe = open()
      const { id } = await newCustomer()

      await stripe.customers.del(id)

      assert.equal((await stripe.customers.retrieve(id)).deleted, true)
      const error = await refusal(stripe.customers.update(id, { name: 'Ghost' }))
      assert.equal(error.code, 'resource_missing')
    })
  })

  describe('errors', () => {
    it('name the parameter that is missing', async () => {
      const error = await refusal(open().prices.create({ unit_amount: 1 } as never))

      assert.equal(error.type, 'StripeInvalidRequestError')
      assert.equal(error.code, 'parameter_missing')
      assert.equal(error.param, 'currency')
      assert.equal(error.statusCode, 400)
    })

    it('name the parameter that is unknown', async () => {
      const error = await refusal(open().customers.create({ shoe_size: '43' } as never))

      assert.equal(error.code, 'parameter_unknown')
      assert.match(error.message, /shoe_size/)
    })

    it('tell what is not there', async () => {
      const error = await refusal(open().customers.retrieve('cus_nobody'))

      assert.equal(error.statusCode, 404)
      assert.equal(error.code, 'resource_missing')
      assert.match(error.requestId ?? '', /^req_/)
    })

    it('refuse an amount that is no integer', async () => {
      const error = await refusal(
        open().paymentIntents.create({ amount: 4.5, currency: 'eur' } as never),
      )

      assert.equal(error.code, 'parameter_invalid_integer')
    })
  })

  describe('idempotency keys', () => {
    it('give the same answer to the same request', async () => {
      const stripe = open()
      const idempotencyKey = unique()
      const email = `ada-${unique()}@example.com`

      const first = await stripe.customers.create({ email }, { idempotencyKey })
      const second = await stripe.customers.create({ email }, { idempotencyKey })

      assert.equal(second.id, first.id)
      assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true')
      assert.equal((await stripe.customers.list({ email })).data.length, 1)
    })

    it('refuse another request under the same key', async () => {
      const stripe = open()
      const idempotencyKey = unique()
      await stripe.customers.create({ name: 'Ada' }, { idempotencyKey })

      const error = await refusal(stripe.customers.create({ name: 'Eve' }, { idempotencyKey }))

      assert.equal(error.type, 'StripeIdempotencyError')
    })
  })

  describe('lists', () => {
    it('are walked from the newest to the oldest, page by page', async () => {
      const stripe = open()
      const product = await stripe.products.create({ name: `Shelf ${unique()}` })
      const made: string[] = []
      for (let count = 0; count < 5; count++) {
        const details = { currency: 'eur', unit_amount: 100 + count, product: product.id }
        made.unshift((await stripe.prices.create(details)).id)
      }

      const walked: string[] = []
      for await (const { id } of stripe.prices.list({ product: product.id, limit: 2 }))
        walked.push(id)

      assert.deepEqual(walked, made)
    })
  })

  describe('prices', () => {
    it('are found by a lookup key, which can be moved', async () => {
      const stripe = open()
      const lookup_key = `monthly-${unique()}`
      const details = { currency: 'eur', product_data: { name: 'Membership' }, lookup_key }
      const old = await stripe.prices.create({ ...details, unit_amount: 500 })

      const again = refusal(stripe.prices.create({ ...details, unit_amount: 600 }))
      assert.equal((await again).type, 'StripeInvalidRequestError')
      const moved = await stripe.prices.create({
        ...details,
        unit_amount: 600,
        transfer_lookup_key: true,
      })

      const found = await stripe.prices.list({ lookup_keys: [lookup_key] })
      assert.deepEqual(
        found.data.map((it) => it.id),
        [moved.id],
      )
      assert.equal((await stripe.prices.retrieve(old.id)).lookup_key, null)
    })
  })

  describe('payments', () => {
    it('succeed, and are given back in parts', async () => {
      const stripe = open()
      const intent = await stripe.paymentIntents.create({
        amount: 1000,
        currency: 'eur',
        payment_method: 'pm_card_visa',
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        confirm: true,
      })

      const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 400 })
      const tooMuch = await refusal(
        stripe.refunds.create({ payment_intent: intent.id, amount: 700 }),
      )
      await stripe.refunds.create({ payment_intent: intent.id })
      const again = await refusal(stripe.refunds.create({ payment_intent: intent.id }))

      assert.equal(intent.status, 'succeeded')
      assert.equal(part.amount, 400)
      assert.equal(tooMuch.type, 'StripeInvalidRequestError')
      assert.equal(again.code, 'charge_already_refunded')
      const charge = await stripe.charges.retrieve(String(intent.latest_charge))
      assert.equal(charge.amount_refunded, 1000)
      assert.equal(charge.refunded, true)
    })

    it('tell why a card was declined', async () => {
      const error = await refusal(
        open().paymentIntents.create({
          amount: 1000,
          currency: 'eur',
          payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          confirm: true,
        }),
      )

      assert.equal(error.type, 'StripeCardError')
      assert.equal(error.statusCode, 402)
      assert.equal(error.code, 'card_declined')
      assert.equal(error.decline_code, 'insufficient_funds')
      assert.equal(error.payment_intent?.status, 'requires_payment_method')
    })
  })

  describe('subscriptions', () => {
    it('are paid at once, end with their period, or go on', async () => {
      const stripe = open()
      const customer = await newCustomer()
      const price = await newPrice('month')
      const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })

      const made = await stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
        default_payment_method: card.id,
        metadata: { userId: 'ada' },
        expand: ['latest_invoice.payments'],
      })
      const ending = await stripe.subscriptions.update(made.id, { cancel_at_period_end: true })
      const going = await stripe.subscriptions.update(made.id, { cancel_at_period_end: false })
      const ended = await stripe.subscriptions.cancel(made.id)

      assert.equal(made.status, 'active')
      const item = made.items.data[0]!
      assert.ok(item.current_period_end > item.current_period_start)
      const invoice = made.latest_invoice as Stripe.Invoice
      assert.equal(invoice.status, 'paid')
      assert.equal(invoice.amount_paid, 500)
      assert.equal(invoice.parent?.subscription_details?.subscription, made.id)
      assert.equal(invoice.payments?.data.length, 1)
      assert.equal(ending.cancel_at_period_end, true)
      assert.equal(going.cancel_at_period_end, false)
      assert.equal(ended.status, 'canceled')
      const rest = await stripe.subscriptions.list({ customer: customer.id })
      const all = await stripe.subscriptions.list({ customer: customer.id, status: 'all' })
      assert.deepEqual([rest.data.length, all.data.length], [0, 1])
    })
  })

  describe('checkout sessions', () => {
    it('are open, cost what the prices say, and expire on request', async () => {
      const stripe = open()
      const customer = await newCustomer()
      const price = await newPrice('year')

      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: customer.id,
        client_reference_id: 'ada',
        line_items: [{ price: price.id, quantity: 1 }],
        success_url: 'https://example.com/back?session_id={CHECKOUT_SESSION_ID}',
        cancel_url: 'https://example.com/membership',
        subscription_data: { metadata: { userId: 'ada' } },
        expand: ['line_items'],
      })
      const expired = await stripe.checkout.sessions.expire(session.id)

      assert.equal(session.status, 'open')
      assert.equal(session.payment_status, 'unpaid')
      assert.equal(session.amount_total, 500)
      assert.match(session.url ?? '', /^https?:/)
      assert.equal(session.line_items?.data.length, 1)
      assert.equal(expired.status, 'expired')
    })

    it('refuse a price that does not fit their mode', async () => {
      const price = await newPrice()

      const error = await refusal(
        open().checkout.sessions.create({
          mode: 'subscription',
          line_items: [{ price: price.id, quantity: 1 }],
          success_url: 'https://example.com/',
        }),
      )

      assert.equal(error.type, 'StripeInvalidRequestError')
    })
  })

  describe('promotion codes', () => {
    it('stand for a coupon and are found by their text', async () => {
      const stripe = open()
      const coupon = await stripe.coupons.create({ percent_off: 25, duration: 'once' })
      const code = `SPRING${Math.random().toString(36).slice(2, 8).toUpperCase()}`

      await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code })

      const found = await stripe.promotionCodes.list({ code })
      assert.equal(found.data[0]?.active, true)
    })
  })

  describe('webhook endpoints', () => {
    it('show their secret once', async () => {
      const stripe = open()
      const made = await stripe.webhookEndpoints.create({
        url: 'https://example.com/stripe/webhook',
        enabled_events: ['invoice.paid'],
      })

      const found = await stripe.webhookEndpoints.retrieve(made.id)
      await stripe.webhookEndpoints.del(made.id)

      assert.match(made.secret ?? '', /^whsec_/)
      assert.equal(found.secret, undefined)
    })
  })
}
