/**
 * Renewal: after a profile has changed its owner's pictures are gone through, page by page.
 *
 * @module
 */
import { defineQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'
import { listFiles } from '#services/files'
import { render } from './render.ts'

export const renewal = defineQueue('renditions-renewal', {
  version: 1,
  schema: z.object({ owner: z.string(), after: z.optional(z.string()) }),
})

const pageSize = 20

/** One page. The next is begun before it, so that pages go side by side. */
export async function renewPage({ owner, after }: { owner: string; after?: string | undefined }) {
  const { items, cursor } = await listFiles(
    { owner, by: { id: owner } },
    { first: pageSize, after },
  )
  if (cursor) await renewal.send({ owner, after: cursor })
  await Promise.all(items.map(render))
}
