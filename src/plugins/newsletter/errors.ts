/**
 * The codes of the newsletter.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  NEWSLETTER_LINK_INVALID: [400, 'This link is not valid, or has expired'],
  NEWSLETTER_LINK_USED_UP: [410, 'This link no longer works'],
})
