/**
 * Writing articles: save them, publish them, tell of it.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { kernelErrors } from '#framework/errors.ts'
import type { User } from '#framework/identity.ts'
import { log } from '#framework/log.ts'
import { isConflict } from '#framework/tables.ts'
import { validate } from '#framework/validate.ts'
import { articleInput, type ArticleInput } from './article-input.ts'
import { articlePublished } from './article-published.ts'
import { articles, toArticle, type Article, type StoredArticle } from './articles.ts'
import { errors } from './errors.ts'
import { readingMinutes, renderMarkdown } from './markdown.ts'
import { refreshPages } from './pages.ts'
import { isSlug, toSlug } from './slug.ts'
import { absolute } from './xml.ts'

/**
 * Saves an article: a new draft, or with `slug` the next version of what is there.
 *
 * @throws INVALID_INPUT, ARTICLE_NOT_FOUND, or CONFLICT when `version` is not the latest
 */
export async function saveArticle(input: ArticleInput, writer: User): Promise<Article> {
  const { slug, version, access, cover, ...typed } = validate(articleInput, input, {
    where: 'article',
  })
  const html = renderMarkdown(typed.body)
  requireRoom(typed.body + html)
  const fields = {
    ...typed,
    ...(access && { access }),
    // Empty takes it away: nothing undefined is stored.
    ...(cover !== undefined && { cover: cover || undefined }),
    html,
    tags: [...new Set(typed.tags.map((tag) => tag.toLowerCase()))],
    readingMinutes: readingMinutes(typed.body),
    updatedAt: new Date().toISOString(),
  }

  let stored = await (slug ? change(slug, version, fields) : create(fields, writer))
  if (stored.status === 'published') {
    // Published, but something came between that and the event: the editor has no button for it.
    if (!stored.announced) stored = await announce(stored)
    await refresh(stored.slug)
  }
  return toArticle(stored)
}

/**
 * Publishes an article and sends `article-published`, once: publishing again does nothing.
 *
 * @throws ARTICLE_NOT_FOUND, or CONFLICT when somebody saves it at the same moment
 */
export async function publishArticle(slug: string, writer: User): Promise<Article> {
  let stored = await requireStored(slug)
  if (stored.status === 'draft') {
    const now = new Date().toISOString()
    stored = await articles.save({
      ...stored,
      status: 'published',
      publishedAt: now,
      updatedAt: now,
    })
    log.info('Article published', { slug, writer: writer.id })
  }
  if (!stored.announced) stored = await announce(stored)

  return toArticle(stored)
}

// An item of a table holds 400 kB, and a hundred thousand characters can be more than that.
function requireRoom(content: string) {
  if (Buffer.byteLength(content) <= 380_000) return

  const message = 'Too long: split it into two articles'
  throw kernelErrors.INVALID_INPUT({ errors: [{ path: 'body', message }] })
}

type Fields = Pick<
  StoredArticle,
  'title' | 'summary' | 'body' | 'html' | 'tags' | 'readingMinutes' | 'updatedAt'
> &
  Partial<Pick<StoredArticle, 'access'>> & { cover?: string | undefined }

async function change(slug: string, version: number | undefined, fields: Fields) {
  const stored = await requireStored(slug)
  if (version === undefined) throw kernelErrors.CONFLICT('Say which version you have changed')

  return articles.save({
    ...stored,
    ...fields,
    version,
    publishedAt: stored.status === 'draft' ? fields.updatedAt : stored.publishedAt,
  })
}

// The article is saved: that the feed is not yet must not look as if it were not. The nightly job
// builds the pages anew in any case.
async function refresh(slug: string) {
  try {
    await refreshPages(slug)
  } catch (error) {
    log.error('Pages could not be refreshed', { slug, error })
  }
}

async function create(fields: Fields, { id, name }: User) {
  const article = {
    ...fields,
    author: { id, name },
    status: 'draft' as const,
    createdAt: fields.updatedAt,
    publishedAt: fields.updatedAt,
  }
  const base = toSlug(fields.title)

  for (const suffix of ['', '-2', '-3', '-4']) {
    try {
      return await articles.create({ ...article, slug: base + suffix })
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
  return articles.create({ ...article, slug: `${base}-${randomUUID().slice(0, 8)}` })
}

// The mark is set after the sending: if that fails, publishing again sends it, and the key lets the
// receivers tell a repetition.
async function announce({ slug, title, summary, publishedAt, author }: StoredArticle) {
  await articlePublished.publish(
    { slug, title, summary, publishedAt, author, url: absolute(`/articles/${slug}`) },
    { key: slug },
  )
  return articles.update({ slug }, { set: { announced: true } })
}

async function requireStored(slug: string) {
  const stored = isSlug(slug) ? await articles.get({ slug }, { consistent: true }) : undefined
  if (!stored) throw errors.ARTICLE_NOT_FOUND()

  return stored
}
