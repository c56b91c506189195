/**
 * The door of the mail service: what others may call.
 *
 * @module
 */
import { requireMail, type Mail } from './mails.ts'
import { outgoing } from './outgoing.ts'

export { requireAddress } from './addresses.ts'

/** A mail to be sent. */
export interface MailToSend extends Mail {
  /** Two mails with the same key within a day are sent once. Default: each mail is its own. */
  key?: string
}

/**
 * Sends a mail: checks it and puts it on the queue `mail-outgoing`, which delivers it at least once.
 *
 * Answers as soon as it is queued. A mail without HTML is sent as plain text.
 *
 * @throws MAIL_ADDRESS_INVALID, MAIL_INVALID, MAIL_TOO_LARGE
 */
export async function sendMail({ key, ...mail }: MailToSend): Promise<void> {
  await outgoing.send(requireMail(mail), key === undefined ? {} : { key })
}

/** Sends many mails in few requests, all of them or, if one is not fit to be sent, none. */
export async function sendMails(mails: readonly MailToSend[]): Promise<void> {
  await outgoing.sendMany(
    mails.map(({ key, ...mail }) => ({
      data: requireMail(mail),
      ...(key !== undefined && { key }),
    })),
  )
}
