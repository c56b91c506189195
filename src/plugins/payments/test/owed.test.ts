import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { payments } from '../ledger.ts'
import { memberships } from '../memberships.ts'
import { useShop } from './shop.ts'

// A worker that ends between a row's write and the mail, at each of its tries, leaves such a row.
describe('what is still owed', () => {
  const { app } = useShop()
  const at = new Date().toISOString()

  it('is done at the next reconciliation: a receipt is mailed, once', async () => {
    await payments.create({
      id: 'pi_owed',
      kind: 'tip',
      email: 'owed@example.com',
      amount: 700,
      refunded: 0,
      currency: 'eur',
      status: 'succeeded',
      owed: 'yes',
      createdAt: at,
      updatedAt: at,
      ledger: 'all',
    })

    await app.run('payments-reconcile')
    await app.run('payments-reconcile')
    await app.settle()

    const mails = (await app.outbox()).filter(({ text }) => text.includes('pi_owed'))
    assert.equal(mails.length, 1)
    assert.equal((await payments.get({ id: 'pi_owed' }))?.owed, undefined)
  })

  it('is done for memberships, too', async () => {
    await memberships.create({
      userId: 'auth0|owed',
      subscriptionId: 'sub_owed',
      status: 'active',
      plan: 'monthly',
      periodEnd: Math.floor(Date.now() / 1000) + 3600,
      isEnding: false,
      owed: 'yes',
      updatedAt: at,
    })

    await app.run('payments-reconcile')
    await app.settle()

    assert.equal((await memberships.get({ userId: 'auth0|owed' }))?.owed, undefined)
  })
})
