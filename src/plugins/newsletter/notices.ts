/**
 * Notices of new articles to everybody who confirmed, a page of subscribers at a time.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { once } from '#framework/idempotency.ts'
import { defineQueue } from '#framework/queues.ts'
import { z, type Infer } from '#framework/validate.ts'
import { sendMails } from '#services/mail'
import { toNotice } from './mails.ts'
import { subscribers } from './subscribers.ts'

const article = z.object({
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  url: z.url({ protocol: /^https?$/ }),
})

/** The app's event, as far as it is read here: a service knows no one's code but its own. */
export const articlePublished = defineEvent('article-published', { version: 1, schema: article })

/** One page of subscribers to be told of an article. */
export const notices = defineQueue('newsletter-notices', {
  version: 1,
  schema: z.extend(article, { cursor: z.optional(z.string()) }),
})

/** Far below what a function can queue within its time. */
const pageSize = 50

const yearSeconds = 365 * 24 * 60 * 60

/** Begins to tell everybody of an article: once, though it is published again after an edit. */
export async function announce(news: Infer<typeof article>): Promise<void> {
  await once(`newsletter/announced/${news.slug}`, () => notices.send(news), {
    ttlSeconds: yearSeconds,
  })
}

/** Queues the mails to one page of subscribers, and the next page if there is one. */
export async function sendNotices({
  cursor,
  ...news
}: Infer<typeof notices.schema>): Promise<void> {
  const page = await subscribers.query({
    index: 'byStatus',
    where: { status: 'confirmed' },
    limit: pageSize,
    cursor,
  })

  // The keys make a page that is done again, after half of it failed, send the other half only.
  await sendMails(
    page.items.flatMap(({ id, email }) =>
      email
        ? [{ ...toNotice(news, { id }), to: email, key: `newsletter/notice/${news.slug}/${id}` }]
        : [],
    ),
  )

  if (page.cursor) {
    const place = page.items.at(-1)?.id ?? page.cursor
    await notices.send({ ...news, cursor: page.cursor }, { key: `${news.slug}/${place}` })
  }
}
