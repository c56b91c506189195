import { defineQueue, handleQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'
import { arrive } from '../../arrivals.ts'

/** As S3 words it; a test of its own, when it begins to notify, has no records. */
const arrivals = defineQueue('files-arrivals', {
  version: 1,
  schema: z.object({
    Records: z._default(
      z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })),
      [],
    ),
  }),
})

/** Makes files of what has arrived. Which keys are named is all that is believed. */
export const handler = handleQueue(
  arrivals,
  async ({ Records }) => {
    for (const { s3 } of Records) {
      await arrive(decodeURIComponent(s3.object.key.replaceAll('+', ' ')))
    }
  },
  { remember: false },
)
