/**
 * Digests: what was read most, worked out once a night and kept by date.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'
import { findArticles } from './articles.ts'
import { toCard } from './cards.ts'
import { sumViews } from './views-count.ts'
import type { ArticleCard } from './views/types.ts'

/** An article, and how often it was read in the week before. */
export interface ReadArticle extends ArticleCard {
  views: number
}

/** The most read of one night. */
export interface Digest {
  /** `2026-11-21`; on the copy that pages read, `latest`. */
  date: string
  /** When it was made, ISO 8601. */
  time: string
  /** Whole cards, so that the front page reads one item and not six. */
  items: ReadArticle[]
}

const digests = defineTable<Digest, 'date'>('digests', { key: ['date'] })

const inDigest = 10

/** Makes the digest of a night; made again, it replaces the one before. */
export async function saveDigest(time: string): Promise<Digest> {
  const top = (await sumViews(time)).slice(0, inDigest)
  const found = await findArticles(top.map(({ slug }) => slug))
  const items = found.flatMap((article, index) =>
    article ? [{ ...toCard(article), views: top[index]!.views }] : [],
  )
  const digest = { date: time.slice(0, 10), time, items }

  await digests.put(digest)
  const latest = await findDigest()
  // An old night made again must not take the place of a later one.
  if (!latest || latest.time <= time) await digests.put({ ...digest, date: 'latest' })
  return digest
}

/** What was read most, by the latest digest. */
export async function mostRead({ limit = 5 }: { limit?: number } = {}): Promise<ReadArticle[]> {
  return (await findDigest())?.items.slice(0, Math.max(0, limit)) ?? []
}

/** The latest digest; undefined before the first night. */
export function findDigest(): Promise<Digest | undefined> {
  return digests.get({ date: 'latest' })
}
