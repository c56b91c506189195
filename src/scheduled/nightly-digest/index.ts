import { log } from '#framework/log.ts'
import { handleSchedule } from '#framework/scheduled.ts'
import { saveDigest } from '#shared/digests.ts'
import { refreshPages } from '#shared/pages.ts'

/** Every night: what was read most. Feed and sitemap are built anew, should a refresh have failed. */
export const handler = handleSchedule('nightly-digest', async ({ time }) => {
  const { date, items } = await saveDigest(time)
  await refreshPages()

  log.info('Digest saved', { date, articles: items.length })
})
