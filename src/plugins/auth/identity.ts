/**
 * Who sent a request: by the access token in its `Authorization` header, or in the session's cookie.
 *
 * @module
 */
import { defineIdentity } from '#framework/identity.ts'
import { findToken } from './credentials.ts'
import { toSignInPath } from './return-path.ts'
import { authenticate } from './users.ts'

export default defineIdentity({
  async findUser(request) {
    const token = findToken(request)
    return token === undefined ? undefined : (await authenticate(token)).user
  },
  signInPath: toSignInPath,
})
