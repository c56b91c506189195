/**
 * What a service shows on the site: entries of the menu and pieces of pages.
 *
 * @module
 */
import type { SafeHtml } from './html.ts'

/** A whole page, as handed to `renderPage` of `plugboard:layout`, which puts the site around it. */
export interface Page {
  title: string
  /** The page's own path, for the menu and the canonical address: `/newsletter`. */
  path: string
  /** What goes into `<main>`, its `<h1>` included. */
  body: SafeHtml
  /** One sentence for search engines and link previews. */
  description?: string
  /** Keeps the page out of search engines. */
  noindex?: boolean
}

/**
 * The places on the app's pages that a service can fill. `editor-cover` stands beside the field with the
 * id `field-cover`, which takes the address of a picture.
 */
export type SlotName =
  | 'home'
  | 'article-end'
  | 'footer'
  | 'account'
  | 'account-page'
  | 'members-only'
  | 'editor-cover'

/** Renders a service's piece for the page at `path`. */
export type Slot = (context: { path: string }) => SafeHtml

type CspSources = Readonly<Record<string, readonly string[]>>

/** A service's `site.ts`. It is part of every function that renders a page: keep it light. */
export interface SiteModule {
  /** With a `permission`, for those who have it: it hides what is of no use, and protects nothing. */
  menu?: readonly { label: string; href: string; permission?: string }[]
  slots?: Partial<Record<SlotName, Slot>>
  /** Names of browser bundles that its pieces need, as `asset()` knows them: `newsletter.js`. */
  scripts?: readonly string[]
  /** Names of style sheets that its pages and pieces need: `newsletter.css`. */
  styles?: readonly string[]
  /** Sources to add to the pages' Content-Security-Policy: `{ 'connect-src': ['https://…'] }`. */
  csp?: CspSources | ((context: { path: string }) => CspSources)
}

/** Declares what a service shows on the site. The default export of its `site.ts`. */
export function defineSite(module: SiteModule): SiteModule {
  return module
}
