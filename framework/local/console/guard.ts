/**
 * Who may use the console: its own page, and nobody else's.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

/**
 * Why a request is refused; `undefined` when it is not.
 *
 * A page of another site can send requests to loopback, and can have its own name point there, so
 * Host must be ours, and what reads or changes something must come from our own origin.
 */
export function findRefusal(request: IncomingMessage, port: number): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`]
  if (!hosts.includes(host)) return `The console answers on http://localhost:${port} only.`

  const isOwn = origin === `http://${host}`
  if (origin !== undefined && !isOwn) return 'The console answers its own page only.'
  const isApi = (request.url ?? '').startsWith('/api/')
  if (isApi && site !== undefined && site !== 'same-origin') {
    return 'The console answers its own page only.'
  }
  // Browsers send no Origin with a stream from one's own origin, but then they say so.
  const isStream = /^\/api\/stream(\?|$)/.test(request.url ?? '')
  const needsOrigin = isStream || (request.method !== 'GET' && request.method !== 'HEAD')
  if (needsOrigin && !isOwn && !(isStream && site === 'same-origin')) {
    return 'The console takes this from its own page only: the Origin header is missing.'
  }
  return undefined
}

/** Sent with every answer. */
export const safetyHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types lit-html",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** Sent with what somebody stored: whatever it is, it runs nowhere, and loads nothing. */
export const fileHeaders = {
  ...safetyHeaders,
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
}
