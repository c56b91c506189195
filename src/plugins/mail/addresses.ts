/**
 * E-mail addresses that a mail provider takes and that cannot smuggle anything into a header.
 *
 * @module
 */
import { domainToASCII } from 'node:url'
import { errors } from './errors.ts'

// RFC 5322's "dot-atom". Quoted local parts ("a b"@example.org) are legal, but nobody has one.
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const domainPart = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/** The address in the form it is sent to, or `undefined` if the text is not one. */
export function toAddress(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 254 || hasControlCharacters(text)) return undefined

  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, Math.max(at, 0))
  const domain = domainToASCII(trimmed.slice(at + 1)).toLowerCase()
  const address = `${local}@${domain}`

  const isAddress = localPart.test(local) && domainPart.test(domain)
  // RFC 5321, 4.5.3.1: 64 octets before the @, 254 in all.
  return isAddress && local.length <= 64 && address.length <= 254 ? address : undefined
}

/**
 * The address in the form it is sent to.
 *
 * @throws MAIL_ADDRESS_INVALID
 */
export function requireAddress(text: string): string {
  const address = toAddress(text)
  // The text is not repeated: it may be anything, and details are shown and logged.
  if (!address) throw errors.MAIL_ADDRESS_INVALID('Write it like this: name@example.org')
  return address
}

/** Whether the text holds a line break or another control character. */
export function hasControlCharacters(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- finding them is the point
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
}
