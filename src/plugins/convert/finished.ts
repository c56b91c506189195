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
    /** Of what an app has started: what it calls it, and the rendition. */
    subject: z.optional(z.string()),
    name: z.optional(z.string()),
    /** Higher where the content or the options were others: events may come late, and out of order. */
    round: z._default(z.number(), 1),
    status: z.enum(['done', 'failed']),
    /** Where the result is: `convert-results`, or `convert-kept`. */
    resultBucket: z.optional(z.string()),
    resultKey: z.optional(z.string()),
    resultType: z.optional(z.string()),
    resultSize: z.optional(z.number()),
    code: z.optional(z.string()),
    detail: z.optional(z.string()),
  }),
})
