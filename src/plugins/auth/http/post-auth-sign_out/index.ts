import { http, noContent, redirect, requireSameOrigin } from '#framework/http.ts'
import { endSession } from '../../session-cookies.ts'

/** `POST /auth/sign-out`: ends the session of this browser, of a form or of a script. */
export const handler = http((request) => {
  requireSameOrigin(request)
  const cookies = endSession()
  const isForm = /\btext\/html\b/i.test(request.headers.get('accept') ?? '')
  return isForm ? redirect('/', { cookies }) : noContent({ cookies })
})
