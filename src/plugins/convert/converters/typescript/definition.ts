/**
 * TypeScript → JavaScript, by Node's own transform: enums and namespaces too, JSX not.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe, textLimits } from '../../converter.ts'

export const typescript = describe({
  name: 'typescript',
  version: 1,
  from: ['text/x-typescript', 'application/typescript', 'text/plain'],
  to: ['text/javascript'],
  options: z.strictObject({
    /** `strip` keeps every line and column where it was, and refuses enums. */
    mode: z._default(z.enum(['transform', 'strip']), 'transform'),
  }),
  limits: textLimits,
})
