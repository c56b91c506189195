import assert from 'node:assert/strict'
import { afterEach, describe, it, vi } from 'vitest'
import { useApp, type AppResponse } from '#framework/testing.ts'
import { subscribers, toSubscriberId } from '../subscribers.ts'
import { createReader } from './subscriber.ts'

const app = useApp()

const codeOf = (response: AppResponse) => (response.json() as { code: string }).code

afterEach(() => {
  vi.useRealTimers()
})

describe('post /newsletter', () => {
  it('sends one mail for a form that was sent twice at once', async () => {
    const reader = createReader(app)

    const answers = await Promise.all([reader.ask(), reader.ask()])

    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    )
    assert.equal(answers[0]!.headers.get('location'), '/newsletter?sent')
    assert.equal((await reader.inbox()).length, 1)
  })

  it('sends the next mail ten minutes later', async () => {
    const reader = createReader(app)
    await reader.ask()
    await reader.ask(reader.address.toUpperCase())
    assert.equal((await reader.inbox()).length, 1)

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60 * 1000 })
    await reader.ask()

    assert.equal((await reader.inbox()).length, 2)
  })

  it('takes JSON', async () => {
    const reader = createReader(app)

    const response = await app.fetch('/newsletter', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: reader.address }),
    })

    assert.equal(response.status, 202)
    assert.equal((await reader.inbox()).length, 1)
  })

  it('answers the same for somebody who is subscribed, and tells them by mail', async () => {
    const reader = createReader(app)
    const first = await reader.ask()
    await reader.confirm()

    const second = await reader.ask()

    assert.equal(second.status, first.status)
    assert.equal(second.headers.get('location'), first.headers.get('location'))
    assert.equal(second.text(), first.text())
    assert.match((await reader.inbox()).at(-1)!.subject, /^You are subscribed/)
  })

  it('shows the form again, with what was typed and what is wrong', async () => {
    const response = await createReader(app).ask('"><script>')

    assert.equal(response.status, 422)
    assert.match(response.text(), /value="&quot;&gt;&lt;script&gt;"/)
    assert.match(response.text(), /aria-invalid="true"/)
  })

  it('refuses an address that would inject a header', async () => {
    const reader = createReader(app)
    const injection = `${reader.address}\r\nBcc: eve@example.org`

    const response = await app.fetch('/newsletter', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: injection }),
    })

    assert.equal(response.status, 422)
    assert.equal(codeOf(response), 'MAIL_ADDRESS_INVALID')
    assert.deepEqual(await reader.inbox(), [])
  })

  it('refuses a form of another site', async () => {
    const reader = createReader(app)

    const response = await app.fetch('/newsletter', {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ email: reader.address }),
    })

    assert.equal(response.status, 403)
    assert.deepEqual(await reader.inbox(), [])
  })
})

describe('the link in the mail', () => {
  it('leads to a button, so that a scanner that opens it confirms nothing', async () => {
    const reader = createReader(app)
    await reader.ask()
    const token = await reader.tokenFor('/newsletter/confirm')

    const page = await app.fetch(`/newsletter/confirm?token=${token}`)
    await reader.ask()

    assert.equal(page.status, 200)
    assert.match(page.text(), /<form[^>]+method="post"[^>]+action="\/newsletter\/confirm"/)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    assert.equal((await reader.inbox()).length, 1, 'no mail to say that they are subscribed')
  })

  it('confirms nothing for another site', async () => {
    const reader = createReader(app)
    await reader.ask()
    const token = await reader.tokenFor('/newsletter/confirm')

    const response = await app.fetch('/newsletter/confirm', {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ token }),
    })

    assert.equal(response.status, 403)
    assert.equal((await subscribers.get({ id: toSubscriberId(reader.address) }))?.status, 'pending')
  })

  it('confirms, and twice is like once', async () => {
    const reader = createReader(app)
    await reader.ask()

    const first = await reader.confirm()
    const second = await reader.confirm()

    assert.equal(first.status, 200)
    assert.equal(second.status, 200)
  })

  it('confirms no more after 48 hours', async () => {
    const reader = createReader(app)
    await reader.ask()
    const token = await reader.tokenFor('/newsletter/confirm')

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 49 * 60 * 60 * 1000 })
    const response = await reader.confirm(token)

    assert.equal(response.status, 400)
    assert.equal(codeOf(response), 'NEWSLETTER_LINK_INVALID')
  })

  it('is refused when forged, to programs with a code, to people with a page', async () => {
    const forged = await createReader(app).confirm('forged.token')
    const page = await app.fetch('/newsletter/confirm?token=forged.token', {
      headers: { accept: 'text/html' },
    })

    assert.equal(forged.status, 400)
    assert.equal(codeOf(forged), 'NEWSLETTER_LINK_INVALID')
    assert.equal(page.status, 400)
    assert.match(page.text(), /<h1[^>]*>This link is not valid/)
  })
})

describe('post /newsletter/unsubscribe', () => {
  it('takes the click of a mail program, from anywhere', async () => {
    const reader = createReader(app)
    await reader.ask()
    await reader.confirm()
    await reader.ask()
    const token = await reader.tokenFor('/newsletter/unsubscribe')

    const response = await app.fetch(`/newsletter/unsubscribe?token=${token}`, {
      method: 'POST',
      headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    })

    assert.equal(response.status, 200)
    assert.equal((await reader.leave(token)).status, 200, 'and once more')
  })

  it('makes the confirmation from before worthless: who comes back must ask again', async () => {
    const reader = createReader(app)
    await reader.ask()
    const before = await reader.tokenFor('/newsletter/confirm')
    await reader.confirm()
    await reader.ask()
    await reader.leave()

    const again = await reader.confirm(before)
    await reader.ask()
    const stillOld = await reader.confirm(before)
    const fresh = await reader.confirm()

    assert.equal(again.status, 410)
    assert.equal(codeOf(again), 'NEWSLETTER_LINK_USED_UP')
    assert.equal(stillOld.status, 410)
    assert.equal(fresh.status, 200)
  })
})
