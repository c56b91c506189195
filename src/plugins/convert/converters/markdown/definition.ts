/**
 * Markdown → HTML. Raw HTML in it is shown as text, and links lead to no scripts.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe, textLimits } from '../../converter.ts'

export const markdown = describe({
  name: 'markdown',
  version: 1,
  from: ['text/markdown', 'text/plain'],
  to: ['text/html'],
  options: z.strictObject({
    /** Whether a line break in the source is one in the text. */
    breaks: z._default(z.stringbool({ truthy: ['true'], falsy: ['false'] }), false),
  }),
  limits: textLimits,
})
