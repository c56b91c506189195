/**
 * The codes of the mail service.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  MAIL_ADDRESS_INVALID: [422, 'This is not an e-mail address'],
  MAIL_INVALID: [422, 'The mail cannot be sent as it is'],
  MAIL_TOO_LARGE: [413, 'The mail is too large to be sent'],
  MAIL_NOT_ACCEPTED: [502, 'The mail provider did not accept the mail'],
})
