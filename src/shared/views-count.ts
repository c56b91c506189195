/**
 * Views: how often each article was read, in all and day by day.
 *
 * @module
 */
import { defineTable, type Operation } from '#framework/tables.ts'

/** One article was read, at a time (ISO 8601). */
export interface View {
  slug: string
  time: string
}

// Days that "most read" looks back, besides the day that has begun.
const windowDays = 7

/**
 * What the table holds. The days are attributes of their own, `on2026-11-21`, because a sum over
 * them can be made again and again, while a counter that is set back to 0 can be read but once.
 */
export interface ArticleViews {
  slug: string
  total: number
  [day: `on${string}`]: number
}

export const views = defineTable<ArticleViews, 'slug'>('views', { key: ['slug'] })

/** Lets an article be counted. Done when it is published; doing it again changes nothing. */
export async function startCounting(slug: string): Promise<void> {
  await views.update({ slug }, { add: { total: 0 } })
}

/**
 * The writes that count these views, one for each article. What was never published is left out, so
 * that nobody can fill the table with invented slugs.
 */
export async function addViews(seen: readonly View[]): Promise<Operation[]> {
  const bySlug = Map.groupBy(seen, ({ slug }) => slug)
  const known = await views.getMany([...bySlug.keys()].map((slug) => ({ slug })))

  return known.flatMap((item) => {
    if (!item) return []
    const own = bySlug.get(item.slug)!
    const days = Object.entries(Object.groupBy(own, ({ time }) => toDay(time)))
    const add = Object.fromEntries(days.map(([day, of]) => [day, of!.length]))

    return views.ops.update({ slug: item.slug }, { add: { ...add, total: own.length } })
  })
}

/** How often each article was read, in the order of the slugs. */
export async function findViews(slugs: readonly string[]): Promise<number[]> {
  const found = await views.getMany([...new Set(slugs)].map((slug) => ({ slug })))
  const totals = new Map(found.map((item) => [item?.slug, item?.total ?? 0]))

  return slugs.map((slug) => totals.get(slug) ?? 0)
}

/**
 * The slugs read most in the days before and at a time, and forgets older days on the way.
 * Reads the whole table: the nightly job asks, and pages show the digest that it makes.
 */
export async function sumViews(time: string): Promise<{ slug: string; views: number }[]> {
  const days = toWindow(time)
  const sums: { slug: string; views: number }[] = []

  let cursor: string | undefined
  do {
    const page = await views.scan({ limit: 500, cursor })
    sums.push(...page.items.map((item) => ({ slug: item.slug, views: sum(item, days) })))
    await Promise.all(page.items.map((item) => forget(item, days)))
    cursor = page.cursor
  } while (cursor)

  return sums.filter((entry) => entry.views > 0).sort(byViews)
}

type Day = `on${string}`

function toDay(time: string): Day {
  return `on${time.slice(0, 10)}`
}

function toWindow(time: string): Set<string> {
  const last = Date.parse(time)
  const days = Array.from({ length: windowDays + 1 }, (_, back) => {
    return toDay(new Date(last - back * 86_400_000).toISOString())
  })
  return new Set(days)
}

function sum(item: ArticleViews, days: Set<string>): number {
  return [...days].reduce((total, day) => total + (item[day as Day] ?? 0), 0)
}

// Days that are yet to come stay: an old run may be made again.
async function forget(item: ArticleViews, days: Set<string>) {
  const first = [...days].sort()[0]!
  const old = Object.keys(item).filter((name): name is Day => name.startsWith('on') && name < first)
  if (old.length > 0) await views.update({ slug: item.slug }, { remove: old })
}

function byViews(a: { slug: string; views: number }, b: { slug: string; views: number }) {
  return b.views - a.views || a.slug.localeCompare(b.slug)
}
