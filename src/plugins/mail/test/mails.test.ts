import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { AppError } from '#framework/errors.ts'
import { requireMail, type Mail } from '../mails.ts'

const mail: Mail = { to: 'ada@example.org', subject: 'Hello', text: 'How are you?' }

function refusal(change: Partial<Mail>): AppError {
  try {
    requireMail({ ...mail, ...change })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  assert.fail('The mail was taken')
}

describe('requireMail', () => {
  it('answers the mail with its address in normal form', () => {
    const checked = requireMail({ ...mail, to: ' ada@EXAMPLE.org', subject: ' Hello ' })

    assert.deepEqual(checked, mail)
  })

  it('takes headers for unsubscribing', () => {
    const headers = { 'List-Unsubscribe': '<https://example.org/leave?token=1>' }

    assert.deepEqual(requireMail({ ...mail, headers }), { ...mail, headers })
  })

  it.each<[string, Partial<Mail>]>([
    ['a subject', { subject: 'Hello\r\nBcc: eve@example.org' }],
    ['a subject, with a lone line feed', { subject: 'Hello\nBcc: eve@example.org' }],
    ['the value of a header', { headers: { 'X-Note': 'a\r\nBcc: eve@example.org' } }],
    ['the name of a header', { headers: { 'X-Note: a\r\nBcc': 'eve@example.org' } }],
  ])('refuses a header injected through %s', (_where, change) => {
    assert.equal(refusal(change).code, 'MAIL_INVALID')
  })

  it('refuses a header injected through the address', () => {
    const { code } = refusal({ to: 'ada@example.org\r\nBcc: eve@example.org' })

    assert.equal(code, 'MAIL_ADDRESS_INVALID')
  })

  it.each(['From', 'bcc', 'Reply-To', 'Content-Type'])('refuses a second %s', (name) => {
    const { errors } = refusal({ headers: { [name]: 'eve@example.org' } })

    assert.deepEqual(errors, [
      { path: `headers."${name}"`, message: 'is written from the mail itself' },
    ])
  })

  it('refuses headers that SES would', () => {
    const many = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`X-${i}`, 'a']))

    for (const headers of [many, { 'X-A': 'ä' }, { 'X-A': '' }, { 'X-A': '1', 'x-a': '2' }]) {
      assert.equal(refusal({ headers }).code, 'MAIL_INVALID')
    }
  })

  it('tells all that is wrong at once', () => {
    const { errors } = refusal({ subject: ' ', text: '' })

    assert.deepEqual(
      errors?.map(({ path }) => path),
      ['subject', 'text'],
    )
  })

  it('refuses what is too large for the queue', () => {
    const { code, status } = refusal({ html: 'a'.repeat(200 * 1024) })

    assert.equal(code, 'MAIL_TOO_LARGE')
    assert.equal(status, 413)
  })
})
