/**
 * The session of a browser: an access token in a cookie that no script can read.
 *
 * @module
 */
import { identityErrors } from '#framework/identity.ts'
import type { HttpRequest } from '#framework/http.ts'
import { changeAccount } from './accounts.ts'
import { findToken } from './credentials.ts'
import { errors } from './errors.ts'
import { personCookie, sessionCookie } from './session-cookies.ts'
import { nowInSeconds } from './time.ts'
import { authenticate } from './users.ts'

/** Browsers take 4,096 bytes for a cookie with its name. */
const longestToken = 4000

/**
 * The cookies that begin a session, for the access token in the `Authorization` header.
 *
 * @throws SIGN_IN_REQUIRED, PERSON_REQUIRED, TOKEN_TOO_LARGE, and what `authenticate` does
 */
export async function startSession(request: HttpRequest): Promise<string[]> {
  const token = request.headers.has('authorization') ? findToken(request) : undefined
  if (!token) throw identityErrors.SIGN_IN_REQUIRED('Send the access token as a bearer')
  if (token.length > longestToken) {
    throw errors.TOKEN_TOO_LARGE(
      `A session’s token may have ${longestToken} bytes: this one has too many permissions or claims`,
    )
  }

  const { user, claims, account } = await authenticate(token)
  if (!account) throw errors.PERSON_REQUIRED('A program sends its token with each request')
  const { email } = claims
  if (email && email !== account.email) {
    await changeAccount(user.id, (stored) => stored && { ...stored, email })
  }
  const maxAge = Math.max(1, claims.expiresAt - nowInSeconds())
  return [sessionCookie(token, maxAge), personCookie(user)]
}
