/**
 * The articles that a new clone starts with. Runs on developers' machines, never in a Lambda.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { articles, type StoredArticle } from '#shared/articles.ts'
import { saveDigest } from '#shared/digests.ts'
import { parseFrontMatter, toList } from '#shared/front-matter.ts'
import { readingMinutes, renderMarkdown } from '#shared/markdown.ts'
import { refreshPages } from '#shared/pages.ts'
import { toSlug } from '#shared/slug.ts'
import { views, type ArticleViews } from '#shared/views-count.ts'

const folder = join(import.meta.dirname, 'shared/seed')

/** Fills an empty magazine, and leaves any other as it is. Answers how many articles it wrote. */
export default async function seed(): Promise<number> {
  const { items } = await articles.scan({ limit: 1 })
  if (items.length > 0) return 0

  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
  const found = await Promise.all(files.map(readArticle))
  await Promise.all(found.map((article) => articles.put(article)))
  await Promise.all(found.map(({ slug }, index) => saveViews(slug, index)))
  await saveDigest(new Date().toISOString())
  await refreshPages()

  return found.length
}

async function readArticle(name: string): Promise<Omit<StoredArticle, 'version'>> {
  const { fields, body } = parseFrontMatter(await readFile(join(folder, name), 'utf8'))
  const { title, summary, author = 'The editors', date, tags = '', slug, access } = fields
  if (!title || !summary || Number.isNaN(Date.parse(date ?? ''))) {
    throw new Error(`src/shared/seed/${name}: title, summary and date must be filled in`)
  }
  const publishedAt = new Date(date!).toISOString()

  return {
    slug: slug ?? toSlug(title),
    title,
    summary,
    body,
    html: renderMarkdown(body),
    author: { id: toSlug(author), name: author },
    status: 'published',
    announced: true,
    tags: toList(tags),
    ...(access === 'members' && { access }),
    publishedAt,
    createdAt: publishedAt,
    updatedAt: publishedAt,
    readingMinutes: readingMinutes(body),
  }
}

// Some articles are read more than others, and each clone begins with the same ones.
function saveViews(slug: string, index: number) {
  const total = 12 + ((index * 37) % 90)
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const item: ArticleViews = { slug, total }
  item[`on${yesterday}`] = total
  return views.put(item)
}
