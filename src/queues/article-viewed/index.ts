import { handleBatch } from '#framework/queues.ts'
import { articleViewed } from '#shared/article-viewed.ts'
import { addViews } from '#shared/views-count.ts'

/** Articles were read: one write for each article of the batch, each message counted once. */
export const handler = handleBatch(articleViewed, (messages) =>
  addViews(messages.map(({ data, time }) => ({ slug: data.slug, time }))),
)
