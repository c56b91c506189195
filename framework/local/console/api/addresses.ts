/**
 * Links of services and twins, as the console's page can follow them.
 *
 * @module
 */

/** A path on the site, or a whole address, as a whole address; nothing for what is no page. */
export function toPage(href: string, sitePort: number): string | undefined {
  const site = `http://localhost:${sitePort}`
  if (!URL.canParse(href, site)) return undefined
  const url = new URL(href, site)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined
}
