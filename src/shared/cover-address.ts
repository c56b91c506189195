/**
 * The pictures of articles, from wherever they are.
 *
 * @module
 */

/** What a page with these articles has to allow in its Content-Security-Policy, for pictures from elsewhere. */
export function toImageSources(
  articles: readonly { cover?: string | undefined }[],
): { 'img-src': string[] } | undefined {
  const origins = new Set(
    articles.map(({ cover }) => toOrigin(cover)).filter((origin) => origin !== undefined),
  )
  return origins.size > 0 ? { 'img-src': [...origins] } : undefined
}

function toOrigin(cover: string | undefined): string | undefined {
  if (!cover || !URL.canParse(cover)) return undefined
  const { protocol, origin } = new URL(cover)
  return protocol === 'https:' ? origin : undefined
}
