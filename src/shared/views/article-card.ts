/**
 * An article as lists show it; also drawn in the browser, by `<more-articles>`.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { coverOf } from './cover.ts'
import { time } from './dates.ts'
import type { ArticleCard } from './types.ts'

/** One item of `cardList`. */
export function articleCard(article: ArticleCard): SafeHtml {
  return html`<li class="card">
    <div class="card-cover">${coverOf(article)}</div>
    <div class="card-text">
      <h3 class="card-title"><a href="/articles/${article.slug}">${article.title}</a></h3>
      <p class="card-summary">${article.summary}</p>
      ${byline(article)}
    </div>
  </li>`
}

/** Articles with their covers. */
export function cardList(articles: ArticleCard[]): SafeHtml {
  return html`<ul class="cards" role="list">
    ${articles.map(articleCard)}
  </ul>`
}

/** Who, when, how long. */
export function byline(article: ArticleCard): SafeHtml {
  const { author, publishedAt, readingMinutes, isForMembers } = article
  return html`<p class="byline">
    <span>By <i>${author}</i></span> <span>${time(publishedAt)}</span>
    <span>${readingMinutes} min</span>
    ${isForMembers ? html`<span class="for-members">For members</span>` : null}
  </p>`
}

/** What it is about, in a line. */
export function tagLine(tags: string[]): SafeHtml | undefined {
  if (tags.length === 0) return undefined
  return html`<p class="tags">${tags.map((tag) => html`<span>${tag}</span> `)}</p>`
}
