/**
 * TypeScript → JavaScript, by Node's own transform; with JSX by Sucrase.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe, textLimits } from '../../converter.ts'

export const typescript = describe({
  name: 'typescript',
  version: 2,
  from: ['text/x-typescript', 'application/typescript', 'text/plain'],
  to: ['text/javascript'],
  options: z.strictObject({
    /** `strip` keeps every line and column where it was, and refuses enums. */
    mode: z._default(z.enum(['transform', 'strip']), 'transform'),
    /** What JSX becomes: calls of `react/jsx-runtime`, which are imported, or of `React.createElement`. */
    jsx: z._default(z.enum(['none', 'automatic', 'classic']), 'none'),
  }),
  limits: textLimits,
})
