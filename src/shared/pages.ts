/**
 * Stored pages: documents about all articles, built when one changes rather than when one is read.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'
import { defineTable, isConflict } from '#framework/tables.ts'
import { findArticle, findArticles, listArticles, type ArticleSummary } from './articles.ts'
import { toFeed } from './feed.ts'
import { toSitemap } from './sitemap.ts'

export type StoredPath = '/feed.xml' | '/sitemap.xml'

/** A document as it is stored, below the 400 kB that an item may have. */
interface StoredPage {
  path: string
  /** The address of the site that the document's links begin with. */
  origin: string
  body: string
  version: number
}

const pages = defineTable<StoredPage, 'path'>('pages', { key: ['path'], version: true })

const paths = ['/feed.xml', '/sitemap.xml'] as const
const inFeed = 20
// 120 bytes each: what is older is found through the front page and its pages.
const inSitemap = 2500

/** A stored document; built on the first request, and when the site has moved. */
export async function findPage(path: StoredPath): Promise<string> {
  const stored = await pages.get({ path })
  return stored?.origin === appUrl() ? stored.body : (await refreshPages())[path]
}

/**
 * Builds the documents anew and stores them.
 *
 * @param slug - an article that must be in them; the index may not yet list what was just published
 */
export async function refreshPages(slug?: string): Promise<Record<StoredPath, string>> {
  for (let attempt = 1; ; attempt++) {
    const keys = paths.map((path) => ({ path }))
    const stored = await pages.getMany(keys, { consistent: true })
    const built = await buildPages(slug)
    try {
      for (const [index, path] of paths.entries()) {
        await pages.save({ ...stored[index], path, origin: appUrl(), body: built[path] })
      }
      return built
    } catch (error) {
      // Somebody else was faster, perhaps with fewer articles: look again.
      if (!isConflict(error) || attempt === 5) throw error
    }
  }
}

async function buildPages(slug: string | undefined): Promise<Record<StoredPath, string>> {
  const listed = await listAll(inSitemap)
  const missing = slug && !listed.some((article) => article.slug === slug)
  const added = missing ? await findArticle(slug) : undefined
  const all = added ? [added, ...listed] : listed
  const newest = await findArticles(
    all.slice(0, inFeed).map((article) => article.slug),
    { consistent: true },
  )

  return {
    '/feed.xml': toFeed(newest.filter((article) => article !== undefined)),
    '/sitemap.xml': toSitemap(all),
  }
}

async function listAll(most: number): Promise<ArticleSummary[]> {
  const all: ArticleSummary[] = []
  let after: string | undefined
  do {
    const page = await listArticles({ first: 500, after })
    all.push(...page.items)
    after = page.cursor
  } while (after && all.length < most)

  return all.slice(0, most)
}
