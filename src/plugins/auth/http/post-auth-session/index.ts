import { http, noContent, requireSameOrigin } from '#framework/http.ts'
import { startSession } from '../../session.ts'

/** `POST /auth/session`: begins the session of this browser, for the access token it sends. */
export const handler = http(async (request) => {
  // Another site must not sign people in as somebody of its choosing.
  requireSameOrigin(request)
  return noContent({ cookies: await startSession(request) })
})
