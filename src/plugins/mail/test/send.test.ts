import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'
import { sendMail, sendMails } from '../api.ts'

const app = useApp()

const mailTo = (to: string) => ({ to, subject: 'Hello', text: 'How are you?', html: '<p>Hi</p>' })
const inbox = async (address: string) =>
  (await app.outbox()).filter(({ to }) => to.includes(address))

describe('sendMail', () => {
  it('delivers what it was given', async () => {
    await sendMail(mailTo('ada@example.org'))

    const [mail] = await inbox('ada@example.org')
    const { subject, text, html } = mail!
    assert.deepEqual({ subject, text, html, to: 'ada@example.org' }, mailTo('ada@example.org'))
  })

  it('delivers mails with the same key once, and each without a key', async () => {
    for (const key of ['order-1', 'order-1', 'order-2']) {
      await sendMail({ ...mailTo('bob@example.org'), key })
    }
    await sendMail(mailTo('cleo@example.org'))
    await sendMail(mailTo('cleo@example.org'))

    assert.equal((await inbox('bob@example.org')).length, 2)
    assert.equal((await inbox('cleo@example.org')).length, 2)
  })

  it('sends nothing that would inject a header', async () => {
    const injected = { ...mailTo('dan@example.org'), subject: 'Hello\r\nBcc: eve@example.org' }

    await assert.rejects(sendMail(injected), { code: 'MAIL_INVALID', status: 422 })

    assert.deepEqual(await inbox('dan@example.org'), [])
  })
})

describe('sendMails', () => {
  it('sends all, or none if one is not fit to be sent', async () => {
    await sendMails([mailTo('finn@example.org'), mailTo('gina@example.org')])
    await assert.rejects(sendMails([mailTo('hal@example.org'), mailTo('nobody')]), {
      code: 'MAIL_ADDRESS_INVALID',
    })

    assert.equal((await inbox('finn@example.org')).length, 1)
    assert.equal((await inbox('gina@example.org')).length, 1)
    assert.equal((await inbox('hal@example.org')).length, 0)
  })
})
