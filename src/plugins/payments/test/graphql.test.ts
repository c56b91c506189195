import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { hasPeople, useShop } from './shop.ts'

describe('payments in GraphQL', () => {
  const shop = useShop()
  const hasGraphql = () => shop.app.inventory.http!.some(({ path }) => path === '/graphql')

  it('lead to a checkout and tell of the membership', async (test) => {
    if (!hasPeople() || !hasGraphql()) return test.skip()
    const asker = await shop.person('asker')

    const none = await shop.app.query('{ membership { status } }', {}, asker)
    const begun = await shop.app.query(
      'mutation { startMembership(plan: MONTHLY) { url } }',
      {},
      asker,
    )
    await shop.pay((begun.data!['startMembership'] as { url: string }).url)
    await shop.settle()
    const some = await shop.app.query('{ membership { isRunning isEnding } }', {}, asker)
    const portal = await shop.app.query('mutation { openPaymentPortal { url } }', {}, asker)

    assert.deepEqual(none.data, { membership: null })
    assert.deepEqual(some.data, { membership: { isRunning: true, isEnding: false } })
    assert.match((portal.data!['openPaymentPortal'] as { url: string }).url, /\/portal\//)
  })

  it('take tips of strangers, within bounds', async (test) => {
    if (!hasGraphql()) return test.skip()

    const tip = await shop.app.query('mutation { startTip(amount: 450) { url } }')
    const tooSmall = await shop.app.query('mutation { startTip(amount: 1) { url } }')

    assert.match((tip.data!['startTip'] as { url: string }).url, /\/pay\//)
    assert.equal(tooSmall.errors?.[0]?.extensions['code'], 'INVALID_INPUT')
  })

  it('give back for those who may', async (test) => {
    if (!hasPeople() || !hasGraphql()) return test.skip()
    const document = 'mutation { refundPayment(id: "pi_of_another") { refunded } }'

    const reader = await shop.app.query(document, {}, await shop.person('nosy'))
    const editor = await shop.app.query(document, {}, await shop.person('chief', 'editor'))

    assert.equal(reader.errors?.[0]?.extensions['code'], 'PERMISSION_MISSING')
    assert.equal(editor.errors?.[0]?.extensions['code'], 'PAYMENT_NOT_FOUND')
  })
})
