import assert from 'node:assert/strict'
import { Stripe } from 'stripe'
import { describe, it } from 'vitest'
import { createClient, useTwin, webhookSecret } from './running-twin.ts'
import { testStripe } from './twin-contract.ts'

const day = 86_400

describe('the Stripe twin', () => {
  const used = useTwin()
  testStripe(() => used.stripe)

  async function newSession(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
    const price = await used.stripe.prices.create({
      currency: 'eur',
      unit_amount: 500,
      product_data: { name: 'Membership' },
      recurring: { interval: 'month' },
    })
    const customer = await used.stripe.customers.create({ email: 'ada@example.com' })
    const session = await used.stripe.checkout.sessions.create({
      mode: 'subscription',
      customer: customer.id,
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: 'http://localhost:3333/back?session_id={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://localhost:3333/membership',
      subscription_data: { metadata: { userId: 'ada' } },
      ...more,
    })
    return { session, customer, path: new URL(session.url!).pathname }
  }

  describe('its checkout', () => {
    it('leads back to the site with a member', async () => {
      const { session, path } = await newSession()

      const answer = await used.submit(path, { number: '4242424242424242' })

      assert.equal(answer.status, 303)
      assert.equal(
        answer.headers.get('location'),
        `http://localhost:3333/back?session_id=${session.id}`,
      )
      const paid = await used.stripe.checkout.sessions.retrieve(session.id, {
        expand: ['subscription'],
      })
      assert.equal(paid.payment_status, 'paid')
      const subscription = paid.subscription as Stripe.Subscription
      assert.equal(subscription.status, 'active')
      assert.deepEqual(subscription.metadata, { userId: 'ada' })
    })

    it('says why a card was declined and stays open', async () => {
      const { session, path } = await newSession()

      const answer = await used.submit(path, { number: '4000 0000 0000 9995' })

      assert.match(await answer.text(), /insufficient funds/)
      const open = await used.stripe.checkout.sessions.retrieve(session.id)
      assert.equal(open.status, 'open')
      assert.equal(open.subscription, null)
    })

    it('asks for 3-D Secure, and takes no for an answer', async () => {
      const { session, path } = await newSession()
      const number = '4000002500003155'

      const question = await used.submit(path, { number })
      const no = await used.submit(path, { number, answered: 'no' })
      const yes = await used.submit(path, { number, answered: 'yes' })

      assert.match(await question.text(), /3-D Secure/)
      assert.match(await no.text(), /unable to authenticate/)
      assert.equal(yes.status, 303)
      const paid = await used.stripe.checkout.sessions.retrieve(session.id)
      assert.equal(paid.status, 'complete')
    })

    it('takes no card but test cards', async () => {
      const { path } = await newSession()

      const answer = await used.submit(path, { number: '4111 1111 1111 1111' })

      assert.match(await answer.text(), /card number is incorrect/)
    })

    it('is paid once', async () => {
      const { session, path, customer } = await newSession()
      await used.submit(path, { number: '4242424242424242' })

      const again = await used.submit(path, { number: '4242424242424242' })

      assert.match(await again.text(), /has been completed/)
      const all = await used.stripe.subscriptions.list({ customer: customer.id })
      assert.equal(all.data.length, 1)
      assert.equal((await used.stripe.checkout.sessions.retrieve(session.id)).url, null)
    })

    it('takes a promotion code and taxes off the price and on it', async () => {
      const coupon = await used.stripe.coupons.create({ percent_off: 50, duration: 'once' })
      await used.stripe.promotionCodes.create({
        promotion: { type: 'coupon', coupon: coupon.id },
        code: 'HALF',
      })
      const { session, path } = await newSession({
        allow_promotion_codes: true,
        automatic_tax: { enabled: true },
      })

      await used.submit(path, { act: 'code', code: 'half' })
      await used.submit(path, { number: '4242424242424242' })

      const paid = await used.stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice'] })
      assert.equal(paid.amount_total, 300)
      assert.equal((paid.invoice as Stripe.Invoice).amount_paid, 300)
    })

    it('answers a POST of a strange page with 403', async () => {
      const { path } = await newSession()

      const answer = await fetch(`${used.address}${path}`, {
        method: 'POST',
        headers: { origin: 'https://evil.example' },
        body: new URLSearchParams({ number: '4242424242424242' }),
      })

      assert.equal(answer.status, 403)
    })
  })

  describe('its portal', () => {
    it('ends a subscription with its period, lets it go on, and changes the card', async () => {
      const { path, customer } = await newSession()
      await used.submit(path, { number: '4242424242424242' })
      const portal = await used.stripe.billingPortal.sessions.create({
        customer: customer.id,
        return_url: 'http://localhost:3333/account',
      })
      const page = new URL(portal.url).pathname
      const find = async () =>
        (await used.stripe.subscriptions.list({ customer: customer.id })).data[0]!

      await used.submit(page, { act: 'cancel' })
      const ending = await find()
      await used.submit(page, { act: 'resume' })
      await used.submit(page, { act: 'card', number: '5555555555554444' })
      const going = await find()

      assert.equal(ending.cancel_at_period_end, true)
      assert.equal(going.cancel_at_period_end, false)
      assert.notEqual(going.default_payment_method, ending.default_payment_method)
      assert.match(await (await fetch(portal.url)).text(), /Renews on/)
    })
  })

  describe('its webhooks', () => {
    it('are signed so that the SDK takes them', async () => {
      await used.twin.webhooks.settle()
      used.heard.length = 0

      const { path } = await newSession()
      await used.submit(path, { number: '4242424242424242' })
      await used.twin.webhooks.settle()

      const last = used.heard.find(({ body }) => body.includes('"checkout.session.completed"'))!
      const event = await used.stripe.webhooks.constructEventAsync(
        last.body,
        last.signature,
        webhookSecret,
      )
      assert.equal(event.type, 'checkout.session.completed')
      const types = used.types()
      for (const type of [
        'customer.subscription.created',
        'invoice.paid',
        'charge.succeeded',
      ] as const) {
        assert.ok(types.includes(type), `${type} was told`)
      }
    })

    it('come again until they are taken', async () => {
      await used.twin.webhooks.settle()
      used.heard.length = 0
      used.answers.push(500, 500)

      await used.stripe.products.create({ name: 'Tea' })
      await used.twin.webhooks.settle()
      const first = used.heard.length
      await advance(5)
      await advance(60)

      assert.equal(first, 1)
      assert.deepEqual(used.types(), Array(3).fill('product.created'))
    })

    it('are dropped, doubled and shuffled on request, alike for the same seed', async () => {
      const run = async () => {
        used.twin.webhooks.setFaults({ duplicate: 0.3, drop: 0.3, reorder: 0.5, seed: 7 })
        used.heard.length = 0
        for (let count = 0; count < 20; count++) {
          used.twin.world.emit('product.updated', { id: String(count), object: 'x', created: 0 })
        }
        await used.twin.webhooks.settle()
        return used.heard.map(({ body }) => (JSON.parse(body) as Stripe.Event).data.object)
      }
      await used.twin.webhooks.settle()

      const first = await run()
      const second = await run()
      used.twin.webhooks.setFaults({})

      assert.ok(first.length !== 20)
      assert.deepEqual(second.map(toId).toSorted(), first.map(toId).toSorted())
    })
  })

  describe('as time passes', () => {
    it('renews a subscription, on the same day of each month', async () => {
      const { path, customer } = await newSession()
      await used.submit(path, { number: '4242424242424242' })

      await advance(63 * day)

      const invoices = await used.stripe.invoices.list({ customer: customer.id })
      assert.deepEqual(
        invoices.data.map((it) => [it.billing_reason, it.status]),
        [
          ['subscription_cycle', 'paid'],
          ['subscription_cycle', 'paid'],
          ['subscription_create', 'paid'],
        ],
      )
    })

    it('tries a card that fails four times, then ends the subscription', async () => {
      const { path, customer } = await newSession()
      await used.submit(path, { number: '4000000000000341' })
      const find = async () =>
        (await used.stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data[0]!

      const first = await find()
      await advance(32 * day)
      const late = await find()
      await advance(10 * day)
      const over = await find()

      assert.deepEqual([first.status, late.status, over.status], ['active', 'past_due', 'canceled'])
      assert.equal(over.cancellation_details?.reason, 'payment_failed')
      const [open] = (await used.stripe.invoices.list({ customer: customer.id })).data
      assert.equal(open?.attempt_count, 4)
      assert.equal(open.status, 'open')
    })

    it('ends what was cancelled with its period', async () => {
      const { path, customer } = await newSession()
      await used.submit(path, { number: '4242424242424242' })
      const [made] = (await used.stripe.subscriptions.list({ customer: customer.id })).data

      await used.stripe.subscriptions.update(made!.id, { cancel_at_period_end: true })
      await advance(32 * day)

      const over = await used.stripe.subscriptions.retrieve(made!.id)
      assert.equal(over.status, 'canceled')
      assert.equal(over.ended_at, made!.items.data[0]!.current_period_end)
    })

    it('closes a checkout after a day', async () => {
      const { session } = await newSession()

      await advance(day)

      const late = await used.stripe.checkout.sessions.retrieve(session.id)
      assert.equal(late.status, 'expired')
    })
  })

  it('knows its key only', async () => {
    const stranger = createClient(Number(new URL(used.address).port), 'sk_test_of_another')

    await assert.rejects(stranger.customers.list(), { type: 'StripeAuthenticationError' })
  })

  it('answers what it does not imitate with an error', async () => {
    await assert.rejects(used.stripe.disputes.list(), /does not imitate/)
  })

  it('remembers everything over a restart', async () => {
    const { session, customer } = await newSession()

    await used.restart()

    const found = await used.stripe.checkout.sessions.retrieve(session.id)
    assert.equal(found.customer, customer.id)
  })

  // The clock of this process goes on, as the local cloud's does.
  async function advance(seconds: number): Promise<void> {
    shift += seconds * 1000
    Date.now = () => realNow() + shift
    await used.stripe.balance.retrieve()
    await used.twin.webhooks.settle()
  }
})

const realNow = Date.now
let shift = 0

function toId(object: object): string {
  return (object as { id: string }).id
}

const testKey = process.env['STRIPE_SECRET_KEY'] ?? ''
const isReal = /^(sk|rk)_test_/.test(testKey) && !testKey.includes('_twin_')

describe.skipIf(!isReal)('Stripe itself, in test mode', () => {
  testStripe(() => new Stripe(testKey))
})

if (!isReal) {
  console.log(
    'Stripe itself is skipped: set STRIPE_SECRET_KEY to a test key (sk_test_…) to run it.',
  )
}
