/**
 * The links in our mails: signed, so that holding one proves that the mail was received.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'
import { sign, verify } from '#framework/signing.ts'
import { errors } from './errors.ts'

/** How long a confirmation link works: 48 hours, in seconds. */
export const confirmationSeconds = 48 * 60 * 60

const purposes = { confirm: 'newsletter-confirm', unsubscribe: 'newsletter-unsubscribe' } as const

/** What a confirmation link says: who, and which of their requests. */
export interface Confirmation {
  id: string
  round: number
}

/** Leads to the page that confirms one request, for 48 hours. */
export function createConfirmLink({ id, round }: Confirmation): string {
  const options = { purpose: purposes.confirm, expiresInSeconds: confirmationSeconds }
  return `${appUrl()}/newsletter/confirm?token=${sign({ id, round }, options)}`
}

/** Leads to the page that unsubscribes. It works for as long as the mail is kept. */
export function createUnsubscribeLink(id: string): string {
  const token = sign({ id }, { purpose: purposes.unsubscribe })
  return `${appUrl()}/newsletter/unsubscribe?token=${token}`
}

/** @throws NEWSLETTER_LINK_INVALID */
export function requireConfirmation(token: string): Confirmation {
  const confirmation = verify<Confirmation>(token, { purpose: purposes.confirm })
  if (confirmation) return confirmation
  throw errors.NEWSLETTER_LINK_INVALID(
    'A confirmation link works for 48 hours. Subscribe again to get a new one.',
  )
}

/** @throws NEWSLETTER_LINK_INVALID */
export function requireUnsubscription(token: string): { id: string } {
  const unsubscription = verify<{ id: string }>(token, { purpose: purposes.unsubscribe })
  if (unsubscription) return unsubscription
  throw errors.NEWSLETTER_LINK_INVALID('Use the link as it stands in the mail, from start to end.')
}
