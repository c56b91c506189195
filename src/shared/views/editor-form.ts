/**
 * The form of the editor: sends an article to `POST /write`, with what is to be done as `intent`.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import type { Draft, EditorPageProps } from './types.ts'

type Problems = NonNullable<EditorPageProps['problems']>

/** The fields, with their problems beside them. */
export function editorForm(
  article: Draft,
  problems: Problems,
  coverSlots: readonly SafeHtml[] = [],
): SafeHtml {
  const { slug, version, title = '', summary = '', tags = [], body = '', access, cover } = article
  const tagText = typeof tags === 'string' ? tags : tags.join(', ')

  return html`<form class="form" method="post" action="/write">
    ${slug ? html`<input type="hidden" name="slug" value="${slug}" />` : null}
    ${version === undefined ? null : html`<input type="hidden" name="version" value="${version}" />`}
    ${field('title', problems, (names) => titleInput(names, title))}
    ${field('summary', problems, (names) => summaryInput(names, summary))}
    ${field('tags', problems, (names) => tagsInput(names, tagText))}
    ${field('access', problems, (names) => accessInput(names, access))}
    ${field('cover', problems, (names) => coverInput(names, cover), coverSlots)}
    ${field('body', problems, (names) => bodyInput(names, body))} ${buttons(article)}
  </form>`
}

/** What needs the writer's eye, with the way to each field. */
export function problemList(problems: Problems, code?: string): SafeHtml | undefined {
  if (problems.length === 0) return undefined

  return html`<div class="notice notice-problem" role="alert">
    <p>
      Not saved yet: ${problems.length === 1 ? 'one thing needs' : 'some things need'} your eye.
    </p>
    <ul>
      ${problems.map(({ path, message }) => {
        const name = toName(path)
        const link = isField(name)
          ? html`<a href="#field-${name}">${labels[name].label}</a>: `
          : null
        return html`<li>${link}${message}</li>`
      })}
    </ul>
    ${code ? html`<p class="hint">Code <code>${code}</code></p>` : null}
  </div>`
}

const labels = {
  title: { label: 'Title', hint: '' },
  summary: {
    label: 'Summary',
    hint: 'One or two sentences. They stand under the title, on cards and in the feed.',
  },
  tags: { label: 'Tags', hint: 'Up to five, with commas between them.' },
  access: { label: 'For', hint: 'Of an article for members, everybody reads the first paragraph.' },
  cover: {
    label: 'Picture',
    hint: 'The address of one, with https:// in front. Without it, the article has a drawn cover.',
  },
  body: { label: 'Text', hint: 'Markdown. A line that starts with # is a heading.' },
}

function field(
  name: keyof typeof labels,
  problems: Problems,
  input: (names: SafeHtml) => SafeHtml,
  more: readonly SafeHtml[] = [],
): SafeHtml {
  const { label, hint } = labels[name]
  const problem = problems.find(({ path }) => toName(path) === name)
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ')
  const names = html`id="field-${name}" name="${name}"
  ${described ? html`aria-describedby="${described}"` : null}
  ${problem ? html`aria-invalid="true"` : null}`

  return html`<div class="field">
    <label for="field-${name}">${label}</label>
    ${input(names)} ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : null}
    ${problem ? html`<p class="problem-text" id="${name}-problem">${problem.message}</p>` : null}
    ${[...more]}
  </div>`
}

function titleInput(names: SafeHtml, title: string) {
  return html`<input
    ${names}
    class="input-title"
    type="text"
    value="${title}"
    required
    minlength="3"
    maxlength="120"
    autocomplete="off"
  />`
}

function summaryInput(names: SafeHtml, summary: string) {
  return html`<textarea ${names} rows="2" required minlength="10" maxlength="300">
${summary}</textarea>`
}

function tagsInput(names: SafeHtml, tags: string) {
  return html`<input ${names} type="text" value="${tags}" autocomplete="off" />`
}

function accessInput(names: SafeHtml, access: Draft['access']) {
  const option = (value: string, label: string, isChosen: boolean) =>
    html`<option value="${value}" ${isChosen ? html`selected` : null}>${label}</option>`
  return html`<select ${names}>
    ${option('everybody', 'Everybody', access !== 'members')}
    ${option('members', 'Members', access === 'members')}
  </select>`
}

// Not of the type `url`, which takes no path on this site.
function coverInput(names: SafeHtml, cover = '') {
  return html`<input
    ${names}
    type="text"
    inputmode="url"
    value="${cover}"
    maxlength="500"
    autocomplete="off"
    spellcheck="false"
  />`
}

// HTML drops one line's end after the tag: without it, a text that begins with one would lose it.
function bodyInput(names: SafeHtml, body: string) {
  return html`<textarea ${names} class="input-body" rows="20" required maxlength="100000">
${body}</textarea>`
}

function buttons({ published }: Draft) {
  const publish = html`<button class="button button-strong" name="intent" value="publish">
    Publish
  </button>`

  return html`<div class="form-actions">
    <button class="button" name="intent" value="save">
      ${published ? 'Save changes' : 'Save draft'}
    </button>
    ${published ? null : publish}
    <button class="button button-quiet" name="intent" value="preview" formnovalidate>
      Preview
    </button>
  </div>`
}

function toName(path: string) {
  return path.split('.')[0]!
}

function isField(name: string): name is keyof typeof labels {
  return Object.hasOwn(labels, name)
}
