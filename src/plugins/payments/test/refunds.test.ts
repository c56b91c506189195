import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { payments } from '../ledger.ts'
import { hasPeople, useShop } from './shop.ts'

describe('post /payments/:paymentId/refund', () => {
  const shop = useShop()

  async function newPayment(name: string) {
    const person = await shop.person(name)
    await shop.pay(await shop.begin(person))
    await shop.settle()
    const all = await payments.query({ index: 'byUser', where: { userId: person.id } })
    return { person, payment: all.items[0]! }
  }

  it('gives a part back, then the rest, and no more', async (test) => {
    if (!hasPeople()) return test.skip()
    const { payment } = await newPayment('part')
    const editor = await shop.person('chief', 'editor')
    const path = `/payments/${payment.id}/refund`

    const part = await shop.post(path, editor, { amount: 200 })
    const tooMuch = await shop.post(path, editor, { amount: 400 })
    const rest = await shop.post(path, editor, {})
    const again = await shop.post(path, editor, {})

    assert.equal((part.json() as { refunded: number }).refunded, 200)
    assert.deepEqual([tooMuch.status, again.status], [409, 409])
    assert.equal((rest.json() as { refunded: number }).refunded, 500)
  })

  it('is done from the list of payments too', async (test) => {
    if (!hasPeople()) return test.skip()
    const { payment } = await newPayment('listed')
    const editor = await shop.person('chief', 'editor')
    const list = await shop.app.fetch('/payments', editor)

    const answer = await shop.app.fetch(`/payments/${payment.id}/refund`, {
      method: 'POST',
      headers: editor.headers,
      body: new URLSearchParams({ amount: '' }),
    })

    const history = await shop.app.fetch(`/payments/${payment.id}`, editor)
    assert.match(list.text(), /listed@example.com/)
    assert.match(history.text(), /500 of 500 back/)
    assert.equal(answer.status, 303)
    assert.equal((await payments.get({ id: payment.id }))?.refunded, 500)
  })

  it('is for those who may', async (test) => {
    if (!hasPeople()) return test.skip()
    const { person, payment } = await newPayment('curious')

    const answer = await shop.post(`/payments/${payment.id}/refund`, person, {})
    const list = await shop.app.fetch('/payments', person)

    assert.deepEqual([answer.status, list.status], [403, 403])
  })

  it('knows no payment but its own', async (test) => {
    if (!hasPeople()) return test.skip()
    const editor = await shop.person('chief', 'editor')

    const answer = await shop.post('/payments/pi_of_another/refund', editor, {})

    assert.equal(answer.status, 404)
  })
})
