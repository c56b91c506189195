/**
 * The way back: the page that somebody was on before they signed in.
 *
 * @module
 */
import type { HttpRequest } from '#framework/http.ts'

/** Where somebody signs in, on their way to what the request asked for. */
export function toSignInPath({ path, query }: Pick<HttpRequest, 'path' | 'query'>): string {
  const search = query.size > 0 ? `?${query}` : ''
  return `/sign-in?return=${encodeURIComponent(path + search)}`
}

/** A path of this site, or the front page for whatever else it is: a link must not lead elsewhere. */
export function toReturnPath(text: string | null): string {
  // Browsers take a backslash for a slash, and leave out tabs and line breaks.
  if (!text || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)) return '/'
  const url = new URL(text, 'https://site.invalid')
  return url.host === 'site.invalid' ? url.pathname + url.search + url.hash : '/'
}
