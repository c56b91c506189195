/**
 * What a bucket tells of objects: late, twice, out of order, or never.
 *
 * @module
 */
import { z } from '#framework/validate.ts'

/** An object that has come. */
export interface Arrival {
  key: string
  /** Later ones of the same key are greater, as text of the same length; hexadecimal. */
  sequencer: string
}

const record = z.object({
  eventName: z.string(),
  s3: z.object({
    object: z.object({
      key: z.string(),
      sequencer: z._default(z.string(), ''),
    }),
  }),
})

/** S3's own format. What it sends when a bucket begins to notify has no records. */
export const notification = z.object({ Records: z._default(z.array(record), []) })

/** The arrivals that a message tells of. */
export function toArrivals({ Records }: z.output<typeof notification>): Arrival[] {
  return Records.filter(({ eventName }) => eventName.startsWith('ObjectCreated:')).map(
    ({ s3 }) => ({
      key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
      sequencer: s3.object.sequencer,
    }),
  )
}
