/**
 * The codes that this site adds to the kernel's.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  ARTICLE_NOT_FOUND: [404, 'No such article'],
})
