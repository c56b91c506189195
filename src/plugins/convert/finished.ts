/**
 * The event that tells of a job's end: of each one, at least once.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'

export const conversionFinished = defineEvent('conversion-finished', {
  version: 1,
  schema: z.object({
    jobId: z.string(),
    converter: z.string(),
    /** Of the content. */
    bucket: z.string(),
    key: z.string(),
    status: z.enum(['done', 'failed']),
    /** Of the result, in the bucket `convert-results`. */
    resultKey: z.optional(z.string()),
    resultType: z.optional(z.string()),
    code: z.optional(z.string()),
  }),
})
