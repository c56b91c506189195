/**
 * Articles: what the magazine is made of, as its readers find it.
 *
 * Writing them is in publishing.ts, so that no reader pays for the parser and the schemas.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'
import { isSlug } from './slug.ts'

/** An article with everything that is known of it. */
export interface Article extends ArticleSummary {
  /** Markdown, as typed. */
  body: string
  /** The body, rendered when it was saved. */
  html: string
}

/** An article as lists show it. */
export interface ArticleSummary {
  slug: string
  title: string
  summary: string
  author: { id: string; name: string }
  status: 'draft' | 'published'
  tags: string[]
  /** Set once, when first published; ISO 8601 like all times. */
  publishedAt?: string
  createdAt: string
  updatedAt: string
  readingMinutes: number
  /** Who may read the whole of it. Default: everybody. */
  access?: 'everybody' | 'members'
  /** The address of its picture; without one, it has a drawn cover. */
  cover?: string | undefined
  /** Counts the saves; whoever saves names the version they have read. */
  version: number
}

/** One page of a list; `cursor` leads to the next. */
export interface ArticlePage {
  items: ArticleSummary[]
  cursor?: string
}

/** What the table holds. */
export interface StoredArticle extends Article {
  /** Also on drafts, as the time of the last save: the index lists no item without it. */
  publishedAt: string
  /** The event has been sent; see `publishArticle`. */
  announced?: boolean
}

export const articles = defineTable<StoredArticle, 'slug'>('articles', {
  key: ['slug'],
  indexes: { byStatus: ['status', 'publishedAt'] },
  version: true,
})

/** Published articles, newest first. */
export function listArticles(page: { first?: number; after?: string | undefined } = {}) {
  return list('published', page)
}

/** Drafts, last touched first. For writers only. */
export function listDrafts(page: { first?: number; after?: string | undefined } = {}) {
  return list('draft', page)
}

/** A published article; undefined where there is none, or only a draft. */
export async function findArticle(slug: string): Promise<Article | undefined> {
  const [article] = await findArticles([slug])
  return article
}

/** Published articles in the order of their slugs, in few requests; undefined for each one missing. */
export async function findArticles(
  slugs: readonly string[],
  options: { consistent?: boolean } = {},
): Promise<(Article | undefined)[]> {
  const wanted = slugs.filter(isSlug)
  if (wanted.length === 0) return slugs.map(() => undefined)

  const keys = [...new Set(wanted)].map((slug) => ({ slug }))
  const found = await articles.getMany(keys, options)
  const bySlug = new Map(found.flatMap((article) => (article ? [[article.slug, article]] : [])))

  return slugs.map((slug) => {
    const article = bySlug.get(slug)
    return article?.status === 'published' ? toArticle(article) : undefined
  })
}

/** An article in whatever state, as it was saved a moment ago. For writers only. */
export async function findManuscript(slug: string): Promise<Article | undefined> {
  const stored = isSlug(slug) ? await articles.get({ slug }, { consistent: true }) : undefined
  return stored && toArticle(stored)
}

/** An article as the rest of the site knows it, from what the table holds. */
export function toArticle({ announced: _announced, ...stored }: StoredArticle): Article {
  const { publishedAt, ...article } = stored
  return article.status === 'published' ? { ...article, publishedAt } : article
}

async function list(
  status: Article['status'],
  { first = 12, after }: { first?: number; after?: string | undefined },
): Promise<ArticlePage> {
  const { items, cursor } = await articles.query({
    index: 'byStatus',
    where: { status },
    order: 'desc',
    limit: first,
    ...(after && { cursor: after }),
  })
  return { items: items.map(toSummary), ...(cursor && { cursor }) }
}

function toSummary(stored: StoredArticle): ArticleSummary {
  const { body: _body, html: _html, ...summary } = toArticle(stored)
  return summary
}
