/**
 * Articles as the pages show them.
 *
 * @module
 */
import type { Article, ArticleSummary } from './articles.ts'
import type { ArticleCard, ArticleView, Draft } from './views/types.ts'

/** An article for a list. */
export function toCard(article: ArticleSummary): ArticleCard {
  const { slug, title, summary, author, tags, readingMinutes, access, cover } = article
  const publishedAt = article.publishedAt ?? article.updatedAt
  const card = {
    slug,
    title,
    summary,
    author: author.name,
    publishedAt,
    readingMinutes,
    tags,
  }
  return {
    ...card,
    ...(cover && { cover }),
    ...(access === 'members' && { isForMembers: true }),
  }
}

/** An article for its own page. */
export function toView(article: Article): ArticleView {
  const { html, updatedAt } = article
  return { ...toCard(article), html, updatedAt }
}

/** An article for the editor. */
export function toDraft(article: Article): Draft {
  const { slug, version, title, summary, tags, body, access, cover, status } = article
  return {
    slug,
    version,
    title,
    summary,
    tags,
    body,
    access,
    cover,
    published: status === 'published',
  }
}
