/**
 * A page in the site's own layout, with what the plugged-in services show on every page.
 *
 * Services reach it as `plugboard:layout`.
 *
 * @module
 */
import { asset } from 'plugboard:assets'
import { modules } from 'plugboard:site'
import type { SafeHtml } from '#framework/html.ts'
import type { User } from '#framework/identity.ts'
import { toSlots } from '#framework/page/slots.ts'
import type { Page } from '#framework/site.ts'
import { site } from './site.ts'
import { layout } from './views/layout.ts'
import { absolute } from './xml.ts'

export { toCsp, toSlots } from '#framework/page/slots.ts'

/** A page of the app itself: what services can say of theirs, and a little more. */
export interface SitePage extends Page {
  /** Where search engines find the page, if not at its path. */
  canonicalPath?: string
  ogType?: 'website' | 'article'
  /** The address of a picture for shared links. */
  ogImage?: string
  publishedAt?: string
  /** Who it was made for. Such a page is kept by no cache. */
  person?: User
}

/** The whole document. */
export function renderPage(page: Page | SitePage): SafeHtml {
  const { title, path, description = site.description, noindex, body } = page
  const { canonicalPath, ogType, ogImage, publishedAt, person }: Partial<SitePage> = page
  const account = toSlots('account', path)

  return layout({
    title,
    path,
    description,
    body,
    canonical: absolute(canonicalPath ?? path),
    menu: [...modules.flatMap(({ menu = [] }) => menu), ...(account.length > 0 ? [write] : [])],
    account,
    footer: toSlots('footer', path),
    scripts: [...new Set(modules.flatMap(({ scripts = [] }) => scripts))].map(asset),
    styles: [...new Set(modules.flatMap(({ styles = [] }) => styles))].map(asset),
    ...(noindex && { noindex }),
    ...(ogType && { ogType }),
    ...(ogImage && { ogImage: new URL(ogImage, absolute('/')).href }),
    ...(publishedAt && { publishedAt }),
    ...(person && { person }),
  })
}

// In the menu where somebody can sign in.
const write = { label: 'Write', href: '/write', permission: 'articles:write' }
