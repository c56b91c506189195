/**
 * One article, and what to read after it.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { cardList, tagLine } from './article-card.ts'
import { coverOf } from './cover.ts'
import { time, formatDate, toIssue } from './dates.ts'
import { mark } from './mark.ts'
import type { ArticlePageProps, ArticleView } from './types.ts'

/** The body of `/articles/:slug`. */
export function articlePage({
  article,
  more,
  endSlots = [],
  isTeaser = false,
  memberSlots = [],
  canWrite,
}: ArticlePageProps): SafeHtml {
  return html`<article class="article" data-slug="${article.slug}">
      <header class="article-header">
        <div class="article-cover">${coverOf(article, { large: true })}</div>
        <div class="article-heading">
          ${tagLine(article.tags)}
          <h1 class="article-title">${article.title}</h1>
          <p class="standfirst">${article.summary}</p>
        </div>
      </header>
      <div class="article-body">
        ${facts(article, canWrite)}
        <div class="prose">${html.raw`${article.html}`}</div>
        ${isTeaser ? membersOnly(memberSlots) : null}
        <div class="article-end">
          <p class="end-mark">${mark}</p>
          ${endSlots.map((slot) => html`<div class="slot">${slot}</div>`)}
        </div>
      </div>
    </article>
    ${readNext(more)}`
}

function membersOnly(slots: readonly SafeHtml[]) {
  return html`<aside class="members-only" aria-label="For members" data-auth="reserved">
    <p><strong>The rest of this article is for members.</strong></p>
    ${[...slots]}
  </aside>`
}

function facts(
  { slug, author, publishedAt, updatedAt, readingMinutes }: ArticleView,
  canWrite = false,
) {
  const { season } = toIssue(publishedAt)
  const changed = updatedAt && formatDate(updatedAt) !== formatDate(publishedAt)

  return html`<dl class="facts">
    <div>
      <dt>Words</dt>
      <dd><i>${author}</i></dd>
    </div>
    <div>
      <dt>Printed</dt>
      <dd>${time(publishedAt)}</dd>
    </div>
    ${
      changed
        ? html`<div>
            <dt>Mended</dt>
            <dd>${time(updatedAt)}</dd>
          </div>`
        : null
    }
    <div>
      <dt>Issue</dt>
      <dd>${season}</dd>
    </div>
    <div>
      <dt>Length</dt>
      <dd>${readingMinutes} ${readingMinutes === 1 ? 'minute' : 'minutes'}</dd>
    </div>
    ${
      canWrite
        ? html`<div>
            <dt>Writer</dt>
            <dd><a href="/write/${slug}">Edit this article</a></dd>
          </div>`
        : null
    }
  </dl>`
}

function readNext(more: ArticlePageProps['more']) {
  if (more.length === 0) return undefined

  return html`<section class="read-next" aria-labelledby="read-next">
    <h2 class="section-title" id="read-next">Read next</h2>
    ${cardList(more)}
  </section>`
}
