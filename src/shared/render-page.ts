/**
 * A page in the site's own layout, with what the plugged-in services show on every page.
 *
 * Services reach it as `plugboard:layout`.
 *
 * @module
 */
import { asset } from 'plugboard:assets'
import { modules } from 'plugboard:site'
import { isLocal } from '#framework/env.ts'
import type { SafeHtml } from '#framework/html.ts'
import type { Page, SlotName } from '#framework/site.ts'
import type { Person } from './people.ts'
import { site } from './site.ts'
import { layout } from './views/layout.ts'
import { absolute } from './xml.ts'

/** A page of the app itself: what services can say of theirs, and a little more. */
export interface SitePage extends Page {
  /** Where search engines find the page, if not at its path. */
  canonicalPath?: string
  ogType?: 'website' | 'article'
  publishedAt?: string
  /** Who it was made for. Such a page is kept by no cache. */
  person?: Person
}

/** The whole document. */
export function renderPage(page: Page | SitePage): SafeHtml {
  const { title, path, description = site.description, noindex, body } = page
  const { canonicalPath, ogType, publishedAt, person }: Partial<SitePage> = page

  return layout({
    title,
    path,
    description,
    body,
    canonical: absolute(canonicalPath ?? path),
    menu: toMenu(person),
    footer: toSlots('footer', path),
    scripts: [...new Set(modules.flatMap(({ scripts = [] }) => scripts))].map(asset),
    ...(noindex && { noindex }),
    ...(ogType && { ogType }),
    ...(publishedAt && { publishedAt }),
    ...(person && { person: { name: person.name, canWrite: person.roles.includes('writer') } }),
  })
}

/** The pieces that services show at one place of a page. */
export function toSlots(name: SlotName, path: string): SafeHtml[] {
  return modules.flatMap(({ slots }) => slots?.[name]?.({ path }) ?? [])
}

/** What the services' pieces add to the Content-Security-Policy. */
export function toCsp(): Record<string, string[]> {
  const csp: Record<string, string[]> = {}
  for (const module of modules) {
    for (const [directive, sources] of Object.entries(module.csp ?? {})) {
      csp[directive] = [...(csp[directive] ?? []), ...sources]
    }
  }
  return csp
}

// A public page is the same for everybody, since caches share it: it cannot know who is a writer.
// On a developer's own machine everybody is.
function toMenu(person: Person | undefined) {
  const own = !person && isLocal() ? [{ label: 'Write', href: '/write' }] : []
  return [...modules.flatMap(({ menu = [] }) => menu), ...own]
}
