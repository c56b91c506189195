import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { hasPeople, useShop } from './shop.ts'

const browser = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }

describe('the offer', () => {
  const shop = useShop()

  it('leads a stranger to sign in, and back', async (test) => {
    if (!hasPeople()) return test.skip()

    const page = await shop.app.fetch('/membership', { headers: browser })
    const answer = await shop.app.fetch('/membership?join=yearly', { headers: browser })

    assert.match(page.text(), /method="get" action="\/membership"/)
    assert.equal(answer.status, 303)
    const back = encodeURIComponent('/membership?join=yearly')
    assert.equal(answer.headers.get('location'), `/sign-in?return=${back}`)
  })

  it('gives whoever is signed in a button to pay with, at a place that the policy allows', async (test) => {
    if (!hasPeople()) return test.skip()
    const { headers } = await shop.person('interested')

    const page = await shop.app.fetch('/membership?join=yearly', { headers })

    assert.match(page.text(), /method="post" action="\/membership"/)
    const policy = page.headers.get('content-security-policy')!
    const targets = /form-action ([^;]+)/.exec(policy)![1]!.split(' ')
    assert.ok(targets.includes(process.env['STRIPE_API_URL']!), targets.join(' '))
  })

  it('shows whose session is over where to sign in, when they pay', async (test) => {
    if (!hasPeople()) return test.skip()

    const page = await shop.app.fetch('/membership', {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams({ plan: 'monthly' }),
    })

    assert.equal(page.status, 401)
    assert.match(page.text(), /href="\/membership\?join">Sign in</)
  })
})
