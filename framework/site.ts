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

/** The places on the app's pages that a service can fill. */
export type SlotName = 'home' | 'article-end' | 'footer' | 'account'

/** Renders a service's piece for the page at `path`. */
export type Slot = (context: { path: string }) => SafeHtml

/** A service's `site.ts`. It is part of every function that renders a page: keep it light. */
export interface SiteModule {
  menu?: readonly { label: string; href: string }[]
  slots?: Partial<Record<SlotName, Slot>>
  /** Names of browser bundles that its pieces need, as `asset()` knows them. */
  scripts?: readonly string[]
  /** Sources to add to the pages' Content-Security-Policy: `{ 'connect-src': ['https://…'] }`. */
  csp?: Readonly<Record<string, readonly string[]>>
}

/** Declares what a service shows on the site. The default export of its `site.ts`. */
export function defineSite(module: SiteModule): SiteModule {
  return module
}
