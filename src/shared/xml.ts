/**
 * XML by hand: the feed and the sitemap need no library.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'

/** Text or attribute value for an XML document. */
export function escapeXml(text: string): string {
  return text.replaceAll(forbidden, '').replaceAll(/[&<>"']/g, (character) => entities[character]!)
}

/** The address of a path on this site, with its origin. */
export function absolute(path: string): string {
  return appUrl() + path
}

/** Rendered HTML with addresses that still work in somebody else's feed reader. */
export function withAbsoluteLinks(markup: string): string {
  return markup.replaceAll(/ (href|src)="\/(?!\/)/g, (_match, name: string) => {
    return ` ${name}="${appUrl()}/`
  })
}

// XML 1.0 has no way to write these characters, not even as entities.
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
