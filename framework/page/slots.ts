/**
 * What the plugged-in services show on the pages of any app.
 *
 * @module
 */
import { modules } from 'plugboard:site'
import type { SafeHtml } from '../html.ts'
import type { SlotName } from '../site.ts'

/** The pieces that services show at one place of a page. */
export function toSlots(name: SlotName, path: string): SafeHtml[] {
  return modules.flatMap(({ slots }) => slots?.[name]?.({ path }) ?? [])
}

/** What the services' pieces add to the Content-Security-Policy of the page at `path`. */
export function toCsp(path = ''): Record<string, string[]> {
  const csp: Record<string, string[]> = {}
  for (const { csp: added = {} } of modules) {
    const all = typeof added === 'function' ? added({ path }) : added
    for (const [directive, sources] of Object.entries(all)) {
      csp[directive] = [...(csp[directive] ?? []), ...sources]
    }
  }
  return csp
}
