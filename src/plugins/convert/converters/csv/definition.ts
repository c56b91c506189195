/**
 * CSV → XLSX. Numbers become numbers; everything else is text, formulas too.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe } from '../../converter.ts'

export const csv = describe({
  name: 'csv',
  version: 1,
  from: ['text/csv', 'text/tab-separated-values', 'text/plain'],
  to: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  options: z.strictObject({
    /** `auto` takes the one that the first line has most of. */
    delimiter: z._default(z.enum(['auto', 'comma', 'semicolon', 'tab']), 'auto'),
    /** Whether the first row is the heading: bold, and always in view. */
    heading: z._default(z.enum(['true', 'false']), 'true'),
    sheet: z._default(z.string().check(z.regex(/^[^\\/?*[\]:']{1,31}$/)), 'Sheet1'),
  }),
  limits: {
    inputBytes: 10 * 1024 * 1024,
    outputBytes: 20 * 1024 * 1024,
    milliseconds: 8000,
    megabytes: 512,
  },
})
