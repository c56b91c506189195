/**
 * Where a request carries its access token.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'
import { requireSameOrigin, type HttpRequest } from '#framework/http.ts'
import { errors, refuseToken } from './errors.ts'

/** A credential of more bytes is not looked at. */
const maxLength = 8192

/**
 * The access token of a request: of the `Authorization` header, or of the session's cookie; never of
 * the cookie when there is a header.
 *
 * @throws AUTHORIZATION_REPEATED, TOKEN_TOO_LARGE, TOKEN_INVALID, FORBIDDEN_ORIGIN
 */
export function findToken(request: HttpRequest): string | undefined {
  const header = request.headers.get('authorization')
  if (header !== null) return fromHeader(header)

  const token = request.cookies.get(sessionCookieName())
  if (!token) return undefined
  // A browser sends cookies along with what other sites make it ask; reading is harmless.
  if (!['GET', 'HEAD'].includes(request.method)) requireSameOrigin(request)
  return withinLimit(token)
}

/** The name of the session's cookie. `__Host-` ties it to this host, over https alone. */
export function sessionCookieName(): string {
  return isSecure() ? '__Host-session' : 'session'
}

/** Whether the site is reached over https: everywhere but on a developer's machine. */
export function isSecure(): boolean {
  return appUrl().startsWith('https:')
}

function fromHeader(header: string): string {
  withinLimit(header)
  // API Gateway joins repeated headers, and no token has a comma.
  if (header.includes(',')) {
    throw errors.AUTHORIZATION_REPEATED({
      detail: 'Send one Authorization header',
      headers: { 'www-authenticate': 'Bearer error="invalid_request"' },
    })
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? []
  if (token) return token
  throw refuseToken(errors.TOKEN_INVALID, 'Send it as Authorization: Bearer, and the token')
}

function withinLimit(credential: string): string {
  if (credential.length <= maxLength) return credential
  throw errors.TOKEN_TOO_LARGE(`A credential may have ${maxLength} bytes`)
}
