/**
 * Content security policies.
 *
 * @module
 */

// `frame-ancestors`, `base-uri` and `form-action` do not fall back to `default-src`.
const nothing: Record<string, readonly string[]> = {
  'default-src': ["'none'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
}

const page: Record<string, readonly string[]> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/** Policy of what is not a page: it loads nothing and is framed nowhere. */
export const dataPolicy = toPolicy(nothing)

/** Policy of a page, with sources added to it. */
export function pagePolicy(added?: Record<string, readonly string[]>): string {
  if (!added) return (strict ??= toPolicy(page))

  const policy = { ...page }
  for (const [directive, sources] of Object.entries(added)) {
    for (const word of [directive, ...sources]) requireWord(word)
    // `'none'` beside another source is ignored by browsers, and by readers misread.
    const kept = (policy[directive] ?? []).filter((source) => source !== "'none'")
    policy[directive] = [...new Set([...kept, ...sources])]
  }
  return toPolicy(policy)
}

let strict: string | undefined

function toPolicy(directives: Record<string, readonly string[]>): string {
  return Object.entries(directives)
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ')
}

function requireWord(word: string) {
  if (!/^[^\s;,\p{Cc}]+$/u.test(word)) {
    throw new Error(`[http] '${word}' cannot stand in a content security policy`)
  }
}
