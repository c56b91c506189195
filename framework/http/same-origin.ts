/**
 * Protection of forms and of cookies against requests that another site makes (CSRF).
 *
 * @module
 */
import { appUrl, isLocal } from '../env.ts'
import { kernelErrors } from '../errors.ts'
import type { HttpRequest } from './types.ts'

/**
 * Refuses a request that a browser sent on behalf of another site.
 * A request without a browser's headers passes: it carries no cookies of anybody's browser.
 *
 * @throws FORBIDDEN_ORIGIN
 */
export function requireSameOrigin(request: HttpRequest): void {
  const origin = request.headers.get('origin')
  if (origin !== null) {
    if (isOwn(origin, request)) return
    throw kernelErrors.FORBIDDEN_ORIGIN()
  }
  // `none` is the person: an address typed in, a bookmark.
  const site = request.headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin' || site === 'none') return
  throw kernelErrors.FORBIDDEN_ORIGIN()
}

// A browser sends the host of the address that it asks and the origin of the page that asks, so one
// equal to the other is ours, by whichever of our names the person came.
function isOwn(origin: string, { url }: HttpRequest): boolean {
  if (origin === url.origin && (!isLocal() || isLoopback(url.hostname))) return true
  return origin === new URL(appUrl()).origin
}

/**
 * Whether a host is this machine under a name of its own. A name of an attacker's can be made to point
 * here too, and `host` and `origin` then agree.
 */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
