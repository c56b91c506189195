import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { hasPeople, useShop } from './shop.ts'

describe('a membership', () => {
  const shop = useShop()

  it('begins with a payment, and a receipt comes by mail, once', async (test) => {
    if (!hasPeople()) return test.skip()
    const ada = await shop.person('ada')

    const answer = await shop.pay(await shop.begin(ada))
    await shop.settle()

    const back = new URL(answer.headers.get('location')!)
    const page = await shop.app.fetch(`${back.pathname}${back.search}`, { headers: ada.headers })
    assert.match(page.text(), /Welcome, member/)
    const membership = await shop.membership(ada)
    assert.equal(membership?.isRunning, true)
    const mails = (await shop.app.outbox()).filter(({ to }) => to[0] === 'ada@example.com')
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['Receipt for €5.00'],
    )
  })

  it('is there at once for whoever comes back before the webhooks do', async (test) => {
    if (!hasPeople()) return test.skip()
    const quick = await shop.person('quick')
    await shop.ask('/twin/faults', { method: 'POST', body: JSON.stringify({ drop: 1 }) })

    const answer = await shop.pay(await shop.begin(quick))
    const back = new URL(answer.headers.get('location')!)
    await shop.app.fetch(`${back.pathname}${back.search}`, { headers: quick.headers })
    await shop.ask('/twin/faults', { method: 'POST', body: '{}' })

    const membership = await shop.membership(quick)
    assert.equal(membership?.isRunning, true)
  })

  it('does not begin with a card that is declined', async (test) => {
    if (!hasPeople()) return test.skip()
    const poor = await shop.person('poor')

    const answer = await shop.pay(await shop.begin(poor), { number: '4000000000009995' })
    await shop.settle()

    assert.match(await answer.text(), /insufficient funds/)
    assert.equal(await shop.membership(poor), undefined)
  })

  it('cannot be bought twice', async (test) => {
    if (!hasPeople()) return test.skip()
    const eager = await shop.person('eager')
    await shop.pay(await shop.begin(eager))
    await shop.settle()

    const again = await shop.post('/membership', eager, { plan: 'yearly' })

    assert.equal(again.status, 409)
    assert.equal((again.json() as { code: string }).code, 'ALREADY_MEMBER')
  })

  it('that was paid in two windows is paid back in one of them', async (test) => {
    if (!hasPeople()) return test.skip()
    const hasty = await shop.person('hasty')
    const [monthly, yearly] = [await shop.begin(hasty), await shop.begin(hasty, 'yearly')]

    await shop.pay(monthly)
    await shop.pay(yearly)
    await shop.settle()

    const { customers } = (await (await shop.ask('/twin/ledger')).json()) as {
      customers: Record<string, { charged: number; refunded: number; running: number }>
    }
    const double = Object.values(customers).find(({ charged }) => charged === 5500)
    // Paid in the same second, neither is the first.
    assert.ok([500, 5000].includes(double!.refunded))
    assert.equal(double!.running, 1)
    const membership = await shop.membership(hasty)
    assert.equal(membership?.isRunning, true)
  })

  it('that is cancelled lasts to the end of its period, and no longer', async (test) => {
    if (!hasPeople()) return test.skip()
    const brief = await shop.person('brief')
    await shop.pay(await shop.begin(brief))
    await shop.settle()

    const portal = await shop.post('/payments/portal', brief, {})
    await shop.pay(portal.headers.get('location')!, { act: 'cancel' })
    await shop.settle()
    const ending = await shop.membership(brief)
    await shop.app.clock.jump({ days: 25 })
    await shop.settle()
    const late = await shop.membership(await shop.person('brief'))
    await shop.app.clock.jump({ days: 7 })
    await shop.settle()
    const over = await shop.membership(await shop.person('brief'))

    assert.deepEqual([ending?.isRunning, ending?.isEnding], [true, true])
    assert.equal(late?.isRunning, true)
    assert.deepEqual([over?.isRunning, over?.status], [false, 'canceled'])
  })

  it('is renewed month by month', async (test) => {
    if (!hasPeople()) return test.skip()
    const loyal = await shop.person('loyal')
    await shop.pay(await shop.begin(loyal))
    await shop.settle()

    await shop.app.clock.jump({ days: 70 })
    await shop.settle()

    const membership = await shop.membership(await shop.person('loyal'))
    assert.equal(membership?.isRunning, true)
    const mails = (await shop.app.outbox()).filter(({ to }) => to[0] === 'loyal@example.com')
    assert.equal(mails.length, 3)
  })

  it('takes neither prices nor amounts from the browser', async (test) => {
    if (!hasPeople()) return test.skip()
    const sly = await shop.person('sly')

    const price = await shop.post('/membership', sly, { plan: 'monthly', price: 'price_of_mine' })
    const amount = await shop.post('/membership', sly, { plan: 'monthly', unit_amount: 1 })

    assert.deepEqual([price.status, amount.status], [422, 422])
  })

  it('of somebody else cannot be looked up by the address of their checkout', async (test) => {
    if (!hasPeople()) return test.skip()
    const [owner, thief] = [await shop.person('owner'), await shop.person('thief')]
    const answer = await shop.pay(await shop.begin(owner))
    const { pathname, search } = new URL(answer.headers.get('location')!)

    const page = await shop.app.fetch(pathname + search, { headers: thief.headers })
    const stranger = await shop.app.fetch(pathname + search)

    assert.deepEqual([page.status, stranger.status], [404, 404])
  })

  it('is not for strangers, nor is the portal', async () => {
    const headers = { 'content-type': 'application/json' }
    const ask = (path: string) =>
      shop.app.fetch(path, { method: 'POST', headers, body: '{"plan":"monthly"}' })

    const answers = [await ask('/membership'), await ask('/payments/portal')]

    for (const { status } of answers) assert.equal(status, 401)
  })

  it('ends with the account, and the books keep the amounts only', async (test) => {
    if (!hasPeople()) return test.skip()
    const leaver = await shop.person('leaver')
    await shop.pay(await shop.begin(leaver))
    await shop.settle()

    const gone = await shop.app.fetch('/account/delete', {
      method: 'POST',
      headers: leaver.headers,
      body: new URLSearchParams({ confirm: 'yes' }),
    })
    await shop.settle()

    assert.equal(gone.status, 200)
    const editor = await shop.person('chief', 'editor')
    const page = await shop.app.fetch('/payments', {
      headers: { ...editor.headers, accept: 'text/html' },
    })
    assert.doesNotMatch(page.text(), /leaver/)
  })
})

describe('a tip', () => {
  const shop = useShop()

  it('of a free amount may be given by a stranger, as typed', async () => {
    const answer = await shop.app.fetch('/tips', {
      method: 'POST',
      body: new URLSearchParams({ amount: '4,50' }),
    })
    const paid = await shop.pay(answer.headers.get('location')!, {
      email: 'friend@example.com',
      number: '4242424242424242',
    })
    await shop.settle()

    assert.equal(answer.status, 303)
    const { pathname, search } = new URL(paid.headers.get('location')!)
    const page = await shop.app.fetch(pathname + search)
    assert.match(page.text(), /€4.50 paid/)
    const [mail] = await shop.app.outbox()
    assert.deepEqual([mail?.to[0], mail?.subject], ['friend@example.com', 'Receipt for €4.50'])
  })

  it('is refused below and above what is taken, with what was typed kept', async () => {
    for (const amount of ['1', '99999', 'much', '-5', '4.505']) {
      const answer = await shop.app.fetch('/tips', {
        method: 'POST',
        body: new URLSearchParams({ amount }),
        headers: { accept: 'text/html' },
      })

      assert.equal(answer.status, 422, amount)
      assert.match(answer.text(), new RegExp(`value="${amount}"`))
    }
  })
})
