/**
 * The editor's page, and the form that it sends.
 *
 * @module
 */
import { AppError, type FieldError } from '#framework/errors.ts'
import type { User } from '#framework/identity.ts'
import type { ArticleInput } from './article-input.ts'
import { findManuscript, listDrafts } from './articles.ts'
import { toCard } from './cards.ts'
import { toImageSources } from './cover-address.ts'
import type { PageAnswer } from './page.ts'
import { toSlots } from './render-page.ts'
import { editorPage } from './views/editor-page.ts'
import type { Draft } from './views/types.ts'

/** What the editor shows besides the article. */
export interface EditorState {
  article?: Draft
  saved?: boolean
  /** HTML of the body. */
  preview?: string
  problems?: FieldError[]
  /** The code of what is wrong. */
  code?: string
  status?: number
}

/** The editor, with the list of drafts. */
export async function toEditor(
  person: User,
  { status = 200, ...state }: EditorState = {},
): Promise<PageAnswer> {
  const drafts = await listDrafts({ first: 50 })
  const { slug, title, cover } = state.article ?? {}
  const path = slug ? `/write/${slug}` : '/write'
  const picture = toImageSources([{ cover }])

  return {
    title: title ? `Write: ${title}` : 'Write',
    path,
    noindex: true,
    status,
    person,
    ...(picture && { csp: picture }),
    body: editorPage({
      ...state,
      drafts: drafts.items.map(toCard),
      coverSlots: toSlots('editor-cover', path),
    }),
  }
}

/** The editor with all that was typed, when it could not be saved. Throws what typing cannot mend. */
export async function toRefusal(error: unknown, typed: Draft): Promise<EditorState> {
  if (!(error instanceof AppError) || ![409, 422].includes(error.status)) throw error

  const stored = typed.slug ? await findManuscript(typed.slug) : undefined
  const article = { ...typed, published: stored?.status === 'published' }
  if (error.status === 422) {
    return { article, problems: error.errors ?? [], code: error.code, status: error.status }
  }
  // With the latest version, saving once more means: yes, replace it.
  return {
    article: { ...article, ...(stored && { version: stored.version }) },
    problems: [{ path: 'version', message: overtaken }],
    code: error.code,
    status: error.status,
  }
}

/** The form as it was typed. */
export function toTyped(form: Record<string, string>): Draft {
  const { slug, version, title = '', summary = '', tags = '', body = '', access, cover = '' } = form
  return {
    title,
    summary,
    tags,
    // Forms send CRLF; Markdown, and the count of characters, want one character for a line's end.
    body: body.replaceAll('\r\n', '\n'),
    access: access === 'members' ? 'members' : 'everybody',
    cover,
    ...(slug && { slug }),
    ...(version && { version: Number(version) }),
  }
}

/** What was typed, as the domain takes it. */
export function toInput({ tags = [], title = '', summary = '', body = '', ...rest }: Draft) {
  const { slug, version, access, cover } = rest
  const list = typeof tags === 'string' ? tags.split(',') : tags
  const input: ArticleInput = {
    title,
    summary,
    body,
    tags: list.map((tag) => tag.trim()).filter(Boolean),
    ...(access && { access }),
    ...(cover !== undefined && { cover }),
    ...(slug && { slug }),
    ...(version !== undefined && { version }),
  }
  return input
}

const overtaken =
  'Somebody else saved this article in the meantime. What you typed is still here; saving it again replaces theirs.'
