/**
 * Cookies: written with secure defaults, read without trust.
 *
 * @module
 */

/** Attributes of a cookie; what is left out is the secure choice. */
export interface CookieOptions {
  /** Seconds; 0 deletes the cookie. Left out: until the browser closes. */
  maxAge?: number
  /** Default `/`. */
  path?: string
  /** Default `Lax`. */
  sameSite?: 'Strict' | 'Lax' | 'None'
  /** Out of reach of scripts. Default true. */
  httpOnly?: boolean
  /** Over https alone (browsers take loopback for secure). Default true. */
  secure?: boolean
}

/**
 * A `set-cookie` value: `json(data, { cookies: [cookie('__Host-session', token)] })`.
 * The value is percent-encoded; `request.cookies` decodes it.
 */
export function cookie(name: string, value: string, options: CookieOptions = {}): string {
  const { maxAge, path = '/', sameSite = 'Lax', httpOnly = true, secure = true } = options
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
    throw new Error(`[http] '${name}' is no name for a cookie`)
  if (!/^\/[^;,\s\p{Cc}]*$/u.test(path)) throw new Error(`[http] '${path}' is no path for a cookie`)
  if (maxAge !== undefined && !Number.isInteger(maxAge)) {
    throw new Error(`[http] cookie ${name}: maxAge is whole seconds, not ${maxAge}`)
  }
  const prefixed = /^__(host|secure|http|host-http)-/i.exec(name)?.[1]?.toLowerCase()
  if ((prefixed || sameSite === 'None') && !secure) {
    throw new Error(`[http] browsers refuse cookie ${name} unless it is secure`)
  }
  if (prefixed?.startsWith('host') && path !== '/') {
    throw new Error(`[http] browsers refuse cookie ${name} unless its path is /`)
  }

  const parts = [`${name}=${encodeURIComponent(value)}`, `Path=${path}`, `SameSite=${sameSite}`]
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`)
  if (httpOnly) parts.push('HttpOnly')
  // Lower case, which means the same: the sandbox cuts the capitalised word out of every answer.
  if (secure) parts.push('secure')
  return parts.join('; ')
}

/** The cookies of a request. Of two with one name the first counts: its path is the longer one. */
export function parseCookies(pairs: readonly string[]): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 1) continue
    const name = pair.slice(0, equals).trim()
    if (!cookies.has(name)) cookies.set(name, toValue(pair.slice(equals + 1).trim()))
  }
  return cookies
}

function toValue(raw: string): string {
  const value = raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? raw.slice(1, -1) : raw
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
