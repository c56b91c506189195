/**
 * What the views are given: plain data, ready to be shown.
 *
 * @module
 */
import type { SafeHtml } from '#framework/html.ts'

/** An article as lists show it. */
export interface ArticleCard {
  slug: string
  title: string
  summary: string
  /** The name to print. */
  author: string
  /** ISO 8601. For a draft, when it was last saved. */
  publishedAt: string
  readingMinutes: number
  tags: string[]
  /** The address of a picture; without one, the cover is drawn. */
  cover?: string | null | undefined
  isForMembers?: boolean | undefined
}

/** An article as its own page shows it. */
export interface ArticleView extends ArticleCard {
  /** Trusted: rendered from Markdown that may hold no HTML of its own. */
  html: string
  updatedAt?: string | undefined
}

/** The fields of the editor, as stored or as typed. */
export interface Draft {
  /** Absent for an article that has never been saved. */
  slug?: string | undefined
  /** The version that the writer has read. */
  version?: number | undefined
  title?: string | undefined
  summary?: string | undefined
  /** A list, or the text of the field with commas. */
  tags?: string[] | string | undefined
  body?: string | undefined
  access?: 'everybody' | 'members' | undefined
  /** The address of a picture. */
  cover?: string | undefined
  published?: boolean | undefined
}

/** The one thing to do next. */
export interface Action {
  label: string
  href: string
}

/** A line of the menu. */
export interface MenuItem extends Action {
  /** Shown to those who have it. */
  permission?: string
}

export interface LayoutProps {
  /** Of the page alone; the magazine's name is added. Empty on the front page. */
  title: string
  description: string
  /** The path of the request: marks the menu's current line. */
  path: string
  /** The whole address of the page, with its origin. */
  canonical: string
  ogType?: 'website' | 'article' | undefined
  /** A whole address; without it, the magazine's own picture. */
  ogImage?: string | undefined
  publishedAt?: string | undefined
  /** Whether to tell of the RSS feed. Default true. */
  feed?: boolean | undefined
  noindex?: boolean | undefined
  person?: { name: string; permissions: readonly string[] } | undefined
  menu: readonly MenuItem[]
  /** What services show of who is signed in, in the header. */
  account?: readonly SafeHtml[] | undefined
  /** What services bring for the foot of each page. */
  footer?: readonly SafeHtml[] | undefined
  body: SafeHtml
  /** Addresses of further modules, for services. */
  scripts?: readonly string[] | undefined
  /** Addresses of further style sheets, for services. */
  styles?: readonly string[] | undefined
}

export interface FrontPageProps {
  articles: ArticleCard[]
  mostRead: ArticleCard[]
  nextCursor?: string | undefined
  homeSlots?: readonly SafeHtml[] | undefined
  /** True for `/?after=…`: a plain list in place of the cover. */
  older?: boolean | undefined
  /** Shows the way to the editor while nothing is published. */
  canWrite?: boolean | undefined
}

export interface ArticlePageProps {
  article: ArticleView
  more: ArticleCard[]
  endSlots?: readonly SafeHtml[] | undefined
  /** The text is only the beginning: the rest is for members. */
  isTeaser?: boolean | undefined
  /** How one becomes a member, from whoever makes members. */
  memberSlots?: readonly SafeHtml[] | undefined
  /** Shows the way to the editor. */
  canWrite?: boolean | undefined
}

export interface EditorPageProps {
  article?: Draft | undefined
  problems?: readonly { path: string; message: string }[] | undefined
  /** The code of what is wrong, for whoever is asked about it. */
  code?: string
  saved?: boolean | undefined
  drafts: ArticleCard[]
  /** What services bring to choose a picture with. */
  coverSlots?: readonly SafeHtml[] | undefined
  /** Trusted HTML of the body, for a browser without JavaScript. */
  preview?: string | undefined
}

export interface ProblemPageProps {
  status: number
  title: string
  detail?: string | undefined
  code: string
  requestId: string
}

export interface MessagePageProps {
  title: string
  text: string | SafeHtml
  action?: Action | undefined
}
