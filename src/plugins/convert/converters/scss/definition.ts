/**
 * SCSS → CSS. It can use Sass's own modules (`sass:math`) and loads nothing else.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe, textLimits } from '../../converter.ts'

export const scss = describe({
  name: 'scss',
  version: 1,
  from: ['text/x-scss', 'text/x-sass', 'text/plain'],
  to: ['text/css'],
  options: z.strictObject({
    style: z._default(z.enum(['expanded', 'compressed']), 'expanded'),
    /** `sass` is the syntax by indentation. */
    syntax: z._default(z.enum(['scss', 'sass']), 'scss'),
  }),
  limits: textLimits,
})
