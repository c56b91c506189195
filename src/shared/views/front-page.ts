/**
 * The front page: the newest article as the cover of the issue, the others below it.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { site } from '../site.ts'
import { byline, cardList, tagLine } from './article-card.ts'
import { coverOf } from './cover.ts'
import { toIssue } from './dates.ts'
import { emptyState } from './empty-state.ts'
import type { ArticleCard, FrontPageProps } from './types.ts'

/** The body of `/`, and of `/?after=…` when `older`. */
export function frontPage(props: FrontPageProps): SafeHtml {
  const [first, ...rest] = props.articles
  if (props.older) return olderPage(props)
  if (!first) return html`${masthead()}${emptyState(props)}${slots(props)}`

  return html`${masthead(first.publishedAt)} ${lead(first)} ${mostReadList(props.mostRead)}
  ${restList(rest, props.nextCursor)} ${slots(props)}`
}

function masthead(newest?: string) {
  const issue = newest && toIssue(newest)

  return html`<header class="masthead">
    <h1 class="masthead-name">${site.name}</h1>
    <p class="masthead-tagline">${site.tagline}</p>
    ${issue ? html`<p class="masthead-issue"><span>${issue.season}</span> ${issue.number > 0 ? html`<span>Number ${issue.number}</span>` : null}</p>` : null}
  </header>`
}

function lead(article: ArticleCard) {
  return html`<article class="lead">
    <div class="lead-cover">${coverOf(article, { large: true })}</div>
    <div class="lead-text">
      ${tagLine(article.tags)}
      <h2 class="lead-title"><a href="/articles/${article.slug}">${article.title}</a></h2>
      <p class="lead-summary">${article.summary}</p>
      ${byline(article)}
    </div>
  </article>`
}

function restList(articles: ArticleCard[], cursor: string | undefined) {
  if (articles.length === 0) return undefined

  return html`<section class="front-list" aria-labelledby="also">
    <h2 class="section-title" id="also">Also in print</h2>
    ${cardList(articles)} ${moreLink(cursor)}
  </section>`
}

function mostReadList(articles: ArticleCard[]) {
  if (articles.length === 0) return undefined

  return html`<section class="most-read" aria-labelledby="most-read">
    <h2 class="section-title" id="most-read">Most read</h2>
    <ol role="list">
      ${articles.slice(0, 5).map(
        ({ slug, title, author }) =>
          html`<li>
            <a href="/articles/${slug}">${title}</a> <span class="byline"><i>${author}</i></span>
          </li>`,
      )}
    </ol>
  </section>`
}

function olderPage({ articles, nextCursor }: FrontPageProps) {
  return html`<section class="page older" aria-labelledby="older">
    <h1 class="page-title" id="older">Earlier pieces</h1>
    <h2 class="visually-hidden">Articles</h2>
    ${articles.length > 0 ? cardList(articles) : html`<p>That was all: there is nothing earlier.</p>`}
    ${moreLink(nextCursor)}
    <p><a href="/">Back to the front page</a></p>
  </section>`
}

function moreLink(cursor: string | undefined) {
  if (!cursor) return undefined

  return html`<more-articles cursor="${cursor}">
    <a class="button button-quiet" href="/?after=${encodeURIComponent(cursor)}">More articles</a>
  </more-articles>`
}

function slots({ homeSlots = [] }: FrontPageProps) {
  return homeSlots.map((slot) => html`<div class="slot home-slot">${slot}</div>`)
}
