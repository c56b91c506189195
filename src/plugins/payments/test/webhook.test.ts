import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { events } from '../done-events.ts'
import { payments } from '../ledger.ts'
import { sign } from '../twin/webhooks.ts'
import { useShop } from './shop.ts'

describe('post /stripe/webhook', () => {
  const shop = useShop()

  const now = () => Math.floor(Date.now() / 1000)
  const event = (id: string, more: object = {}) =>
    JSON.stringify({
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created: now(),
      type: 'payment_intent.succeeded',
      data: { object: { id: 'pi_of_nobody', object: 'payment_intent' } },
      ...more,
    })
  const send = (body: string | Buffer, signature?: string) =>
    shop.app.fetch('/stripe/webhook', {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(signature && { 'stripe-signature': signature }),
      },
      body,
    })
  const secret = () => process.env['STRIPE_WEBHOOK_SECRET']!
  const signed = (body: string, more: { secret?: string; time?: number } = {}) =>
    sign(body, { secret: secret(), time: now(), ...more })

  it('takes what Stripe has signed', async () => {
    const body = event('evt_good')

    const answer = await send(body, signed(body))
    await shop.app.settle()

    assert.equal(answer.status, 204)
    assert.equal((await events.get({ id: 'evt_good' }))?.id, 'evt_good')
  })

  it('takes any of several signatures, as while a secret is changed', async () => {
    const body = event('evt_rolled')
    const other = signed(body, { secret: 'whsec_old' }).split(',')[1]!

    const answer = await send(body, `${signed(body)},${other}`)

    assert.equal(answer.status, 204)
  })

  const refusals: [what: string, code: string, () => [body: string, signature?: string]][] = [
    ['no signature', 'WEBHOOK_SIGNATURE_MISSING', () => [event('evt_bad')]],
    [
      'another secret',
      'WEBHOOK_SIGNATURE_INVALID',
      () => [event('evt_bad'), signed(event('evt_bad'), { secret: 'whsec_guessed' })],
    ],
    [
      'an old signature',
      'WEBHOOK_TOO_OLD',
      () => {
        const body = event('evt_bad')
        return [body, signed(body, { time: now() - 301 })]
      },
    ],
    [
      'an altered byte',
      'WEBHOOK_SIGNATURE_INVALID',
      () => {
        const body = event('evt_bad')
        return [body.replace('pi_of_nobody', 'pi_of_nobodY'), signed(body)]
      },
    ],
    [
      'a body that was encoded anew',
      'WEBHOOK_SIGNATURE_INVALID',
      () => {
        const body = event('evt_bad')
        return [JSON.stringify(JSON.parse(body), null, 2), signed(body)]
      },
    ],
    [
      'two signature headers',
      'WEBHOOK_SIGNATURE_REPEATED',
      () => {
        const body = event('evt_bad')
        return [body, `${signed(body)},${signed(body)}`]
      },
    ],
    ['nonsense for a signature', 'WEBHOOK_SIGNATURE_INVALID', () => [event('evt_bad'), 'nonsense']],
    ['what is no JSON', 'WEBHOOK_INVALID', () => ['{', signed('{')]],
    ['what is no event', 'WEBHOOK_INVALID', () => ['[]', signed('[]')]],
  ]

  for (const [what, code, make] of refusals) {
    it(`refuses ${what}, and keeps nothing`, async () => {
      const [body, signature] = make()

      const answer = await send(body, signature)
      await shop.app.settle()

      assert.equal(answer.status, 400)
      assert.equal((answer.json() as { code: string }).code, code)
      assert.equal(await events.get({ id: 'evt_bad' }), undefined)
    })
  }

  it('answers what it does not know, so that Stripe does not repeat it', async () => {
    const bodies = [
      event('evt_strange', { type: 'issuing_card.created' }),
      event('evt_future', { api_version: '2099-01-01.dahlia' }),
      event('evt_large', { padding: 'x'.repeat(1024 * 1024) }),
    ]

    for (const body of bodies) assert.equal((await send(body, signed(body))).status, 204)
  })

  it('keeps a guest’s address when there is more news of the same tip', async () => {
    const begun = await shop.app.fetch('/tips', {
      method: 'POST',
      body: new URLSearchParams({ amount: '5' }),
    })
    await shop.pay(begun.headers.get('location')!, {
      email: 'guest@example.com',
      number: '4242424242424242',
    })
    await shop.settle()
    const [tip] = (await payments.scan()).items

    const body = event('evt_more', { data: { object: { id: tip!.id, object: 'payment_intent' } } })
    await send(body, signed(body))
    await shop.app.settle()

    assert.equal(tip!.email, 'guest@example.com')
    assert.equal((await payments.get({ id: tip!.id }))?.email, 'guest@example.com')
  })
})
