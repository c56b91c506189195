/**
 * How long answers may be kept.
 *
 * @module
 */

/** For whoever asks, and for a while: it may be a minute old, five in a CDN. */
export const publicCache =
  'public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400'
