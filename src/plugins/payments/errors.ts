/**
 * The codes of payments.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  ALREADY_MEMBER: [409, 'You are a member already'],
  NOT_A_CUSTOMER: [404, 'Nothing has been paid from this account yet'],
  PAYMENT_NOT_FOUND: [404, 'There is no such payment'],
  PAYMENT_NOT_REFUNDABLE: [409, 'This payment cannot be given back'],
  PRICE_NOT_FOUND: [503, 'Stripe does not know this price'],
  PAYMENTS_UNAVAILABLE: [503, 'Stripe cannot be reached at the moment'],
  WEBHOOK_SIGNATURE_MISSING: [400, 'There is no signature of Stripe'],
  WEBHOOK_SIGNATURE_REPEATED: [400, 'There are several signatures'],
  WEBHOOK_SIGNATURE_INVALID: [400, 'The signature does not match'],
  WEBHOOK_TOO_OLD: [400, 'The signature is too old'],
  WEBHOOK_INVALID: [400, 'This is no event of Stripe'],
})
