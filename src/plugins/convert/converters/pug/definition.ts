/**
 * Pug → HTML. What stands in a template is a program: it runs in QuickJS, an engine in WebAssembly
 * that knows nothing of Node, with an engine of its own for each template.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe, textLimits } from '../../converter.ts'

const isJsonObject = (text: string) => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

export const pug = describe({
  name: 'pug',
  version: 1,
  from: ['text/x-pug', 'text/plain'],
  to: ['text/html'],
  options: z.strictObject({
    /** What the template is given: an object, as JSON. */
    locals: z._default(
      z
        .string()
        .check(
          z.maxLength(100_000),
          z.refine(isJsonObject, { error: 'must be an object, as JSON' }),
        ),
      '{}',
    ),
    doctype: z._default(z.enum(['html', 'xml']), 'html'),
  }),
  limits: textLimits,
})
