/**
 * The picture of an article, from wherever it is.
 *
 * @module
 */

/** What a page with this picture has to allow in its Content-Security-Policy, if it is from elsewhere. */
export function toImageSource(cover: string | undefined): { 'img-src': string[] } | undefined {
  if (!cover || !URL.canParse(cover)) return undefined
  const { protocol, origin } = new URL(cover)
  return protocol === 'https:' ? { 'img-src': [origin] } : undefined
}
