/**
 * What a shared cache, such as CloudFront in front of the site, may keep.
 *
 * @module
 */

/** What CloudFront's key for a page knows apart (`framework/deploy/edge/policies.ts`). */
const known = new Set(['accept-encoding', 'authorization', 'cookie', 'origin'])

/**
 * Keeps out of shared caches what must not be in one, whatever its handler has said: an answer that
 * sets a cookie, which everybody would be given, and one that varies with what the cache's key does
 * not hold, for CloudFront does not look at `vary`.
 *
 * @returns the value of `cache-control`
 */
export function toCacheControl(
  headers: Readonly<Record<string, string>>,
  cookies: readonly string[],
): string {
  const value = headers['cache-control'] ?? 'no-store'
  if (/\b(private|no-store)\b/i.test(value)) return value
  if (cookies.length > 0) return 'private, no-store'
  return isKnown(headers['vary']) ? value : toPrivate(value)
}

function isKnown(vary = ''): boolean {
  return vary.split(',').every((name) => name.trim() === '' || known.has(name.trim().toLowerCase()))
}

function toPrivate(value: string): string {
  const kept = value.split(',').map((directive) => directive.trim())
  return ['private', ...kept.filter((it) => !/^(public|s-maxage\b|proxy-)/i.test(it))].join(', ')
}
