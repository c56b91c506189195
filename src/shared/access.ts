/**
 * Which articles are for members, and what everybody else reads of them.
 *
 * Who is a member, a service says; without one, `@entitlements` in `app.arc` does.
 *
 * @module
 */
import { hasEntitlement } from '#framework/entitlements.ts'
import { findVisitor } from '#framework/identity.ts'
import type { HttpRequest } from '#framework/http.ts'
import type { Article, ArticleSummary } from './articles.ts'

/** Whether whoever sent a request may read the whole article. Those who write may read everything. */
export async function mayRead(
  { access }: Pick<ArticleSummary, 'access'>,
  request: HttpRequest,
): Promise<boolean> {
  if (access !== 'members') return true
  const user = await findVisitor(request)
  if (user?.permissions.includes('articles:write')) return true
  return hasEntitlement(user, 'member')
}

/** What everybody may read of an article: all of it, or its beginning. */
export function toPublic<T extends Pick<Article, 'access' | 'html' | 'body'>>(article: T): T {
  if (article.access !== 'members') return article
  return { ...article, html: toTeaser(article.html), body: '' }
}

/** The first paragraph, with what stands above it. */
export function toTeaser(html: string): string {
  const end = html.indexOf('</p>')
  return end < 0 ? '' : html.slice(0, end + '</p>'.length)
}
