/**
 * Where writers write: a form that works by itself, and better with `<article-editor>`.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { time } from './dates.ts'
import { editorForm, problemList } from './editor-form.ts'
import type { ArticleCard, Draft, EditorPageProps } from './types.ts'

/** The body of `/write` and `/write/:slug`. */
export function editorPage(props: EditorPageProps): SafeHtml {
  const { article = {}, problems = [], code, saved, drafts, preview, coverSlots } = props

  return html`<div class="page editor">
    ${editorHeader(article)} ${saved ? savedNotice(article) : null} ${problemList(problems, code)}
    <article-editor>
      ${editorForm(article, problems, coverSlots)}
      <section
        class="editor-preview"
        tabindex="0"
        aria-labelledby="preview-title"
        ${preview === undefined ? 'hidden' : null}
      >
        <h2 class="section-title" id="preview-title">Preview</h2>
        <div class="prose" id="preview">${html.raw`${preview ?? ''}`}</div>
      </section>
    </article-editor>
    ${draftList(drafts, article.slug)}
  </div>`
}

function editorHeader({ slug, published }: Draft) {
  const heading = slug ? (published ? 'Edit an article' : 'Edit a draft') : 'Write'
  const inPrint = html` or <a href="/articles/${slug}">see it in print</a>`
  const others = html`<p><a href="/write">Write another</a>${published ? inPrint : null}</p>`

  return html`<header class="editor-header">
    <h1 class="page-title">${heading}</h1>
    ${slug ? others : null}
  </header>`
}

function savedNotice({ published }: Draft) {
  const seen = published ? 'Readers see this version.' : 'It is a draft: only writers see it.'
  return html`<p class="notice" role="status">Saved. ${seen}</p>`
}

function draftList(drafts: ArticleCard[], open: string | undefined) {
  if (drafts.length === 0) return undefined

  return html`<section class="drafts" aria-labelledby="drafts">
    <h2 class="section-title" id="drafts">Drafts</h2>
    <ul role="list">
      ${drafts.map(
        ({ slug, title, publishedAt }) =>
          html`<li>
            <a href="/write/${slug}" ${slug === open ? html`aria-current="page"` : null}
              >${title}</a
            >
            <p class="byline">saved ${time(publishedAt)}</p>
          </li>`,
      )}
    </ul>
  </section>`
}
