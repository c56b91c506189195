/**
 * The two cookies of a session.
 *
 * @module
 */
import { cookie } from '#framework/http.ts'
import { isSecure, sessionCookieName } from './credentials.ts'

/** As long as Auth0 keeps a refresh token that is not used, in seconds: 15 days. */
const refreshSeconds = 15 * 24 * 60 * 60

/** The access token, out of reach of scripts, for as many seconds as it lives. */
export function sessionCookie(token: string, maxAge: number): string {
  return cookie(sessionCookieName(), token, { maxAge, secure: isSecure() })
}

/**
 * For the site's own scripts, since pages are the same for everybody: a name to show, and which
 * links are of use. It proves nothing. It outlives the session, which the browser can renew.
 */
export function personCookie(person: { name: string; permissions: readonly string[] }): string {
  const { name, permissions } = person
  const options = { maxAge: refreshSeconds, httpOnly: false, secure: isSecure() }
  return cookie('person', JSON.stringify({ name, permissions: permissions.slice(0, 20) }), options)
}

/** The cookies that end a session in this browser. */
export function endSession(): string[] {
  return [
    cookie(sessionCookieName(), '', { maxAge: 0, secure: isSecure() }),
    cookie('person', '', { maxAge: 0, httpOnly: false, secure: isSecure() }),
  ]
}
