/**
 * The event that tells how conversions ended: of each one, at least once. What is made of one object in one go is
 * told of together.
 *
 * @module
 */
import { defineEvent, handleEvent } from '#framework/events.ts'
import { z, type Infer } from '#framework/validate.ts'

const ended = z.object({
  /** Of what an app has started: the rendition. */
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
})

const job = z.object({
  jobId: z.string(),
  converter: z.string(),
  /** Of the content. */
  bucket: z.string(),
  key: z.string(),
  /** Of what an app has started: what it calls it. */
  subject: z.optional(z.string()),
})

/** How one conversion ended. */
export type ConversionEnd = Infer<typeof job> & Infer<typeof ended>

export const conversionFinished = defineEvent('conversion-finished', {
  version: 2,
  schema: z.extend(job, { outputs: z.array(ended) }),
  // Of one conversion each.
  upgrade: { 1: (data: ConversionEnd) => ({ ...data, outputs: [data] }) },
})

/**
 * Makes the function of the event `conversion-finished`: `handler` is told of each conversion by itself. If it
 * throws, all that were told of together are told again.
 *
 * @param options.remember - as of `handleEvent`
 * @example
 * export const handler = onConversionFinished(({ subject, name, status }) => {
 *   log.info('size finished', { picture: subject, size: name, status })
 * })
 */
export function onConversionFinished(
  handler: (end: ConversionEnd) => void | Promise<void>,
  options: { remember?: boolean } = {},
) {
  return handleEvent(
    conversionFinished,
    async ({ outputs, ...of }) => {
      for (const end of outputs) await handler({ ...of, ...end })
    },
    options,
  )
}
