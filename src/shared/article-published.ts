/**
 * The event that tells of an article when it is first published.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'

export const articlePublished = defineEvent('article-published', {
  version: 1,
  schema: z.object({
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    /** With its origin: those who hear of it may live elsewhere. */
    url: z.string(),
    publishedAt: z.string(),
    author: z.object({ id: z.string(), name: z.string() }),
  }),
})
