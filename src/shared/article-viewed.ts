/**
 * The queue of views: one message for each time that an article was read.
 *
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

export const articleViewed = defineQueue('article-viewed', {
  version: 1,
  schema: z.object({ slug: z.string() }),
})
