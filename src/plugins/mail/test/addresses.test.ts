import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { requireAddress, toAddress } from '../addresses.ts'

describe('toAddress', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  ada@example.org ', 'ada@example.org'],
    ['Ada.Lovelace+news@Example.ORG', 'Ada.Lovelace+news@example.org'],
    ["o'neill@sub.example.co.uk", "o'neill@sub.example.co.uk"],
    ['post@bücher.example', 'post@xn--bcher-kva.example'],
    ['a@b.museum', 'a@b.museum'],
  ])('takes %s', (text, address) => {
    assert.equal(toAddress(text), address)
  })

  it.each([
    '',
    'ada',
    '@example.org',
    'ada@',
    'ada@example',
    'ada@127.0.0.1',
    'ada@-example.org',
    'ada@example..org',
    '.ada@example.org',
    'ada lovelace@example.org',
    'ada@exam ple.org',
    'adä@example.org',
    'Ada <ada@example.org>',
    'ada@example.org, eve@example.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org\n',
    '\u0000ada@example.org',
    'ada@example.org\u2028',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a.'.repeat(130)}org`,
  ])('refuses %j', (text) => {
    assert.equal(toAddress(text), undefined)
  })
})

describe('requireAddress', () => {
  it('refuses with a code, and does not repeat what was typed', () => {
    assert.throws(
      () => requireAddress('<script>'),
      ({ code, message }: Error & { code: string }) =>
        code === 'MAIL_ADDRESS_INVALID' && !message.includes('script'),
    )
  })
})
