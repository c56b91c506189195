/**
 * A mail as an `.eml` file, for opening in a mail program.
 *
 * @module
 */
import type { SentMail } from './outbox.ts'

/** The mail in the words of RFC 5322 and MIME. */
export function toEml(mail: SentMail): string {
  const parts = [
    ...(mail.text ? [toPart('text/plain', mail.text)] : []),
    ...(mail.html ? [toPart('text/html', mail.html)] : []),
  ]
  const boundary = `=_${mail.id}`

  return [
    `From: ${encodeMailbox(mail.from)}`,
    `To: ${mail.to.map(encodeMailbox).join(', ')}`,
    ...(mail.cc.length > 0 ? [`Cc: ${mail.cc.map(encodeMailbox).join(', ')}`] : []),
    ...(mail.replyTo.length > 0 ? [`Reply-To: ${mail.replyTo.map(encodeMailbox).join(', ')}`] : []),
    `Subject: ${encodeWords(mail.subject)}`,
    `Date: ${new Date(mail.sentAt).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${mail.id}@email.amazonses.com>`,
    ...Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  ].join('\r\n')
}

function toPart(type: string, content: string): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  return [
    `Content-Type: ${type}; charset=UTF-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...lines,
  ].join('\r\n')
}

function encodeMailbox(mailbox: string): string {
  const [, name, address] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(mailbox) ?? []
  return name && address ? `${encodeWords(name)} <${address}>` : mailbox
}

// RFC 2047: an encoded word has at most 75 characters, so long ones are cut, between characters.
function encodeWords(text: string): string {
  if (/^[ -~]*$/.test(text)) return text

  const words: string[] = []
  let word = ''
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word)
      word = ''
    }
    word += character
  }
  return [...words, word]
    .map((it) => `=?UTF-8?B?${Buffer.from(it).toString('base64')}?=`)
    .join('\r\n ')
}
