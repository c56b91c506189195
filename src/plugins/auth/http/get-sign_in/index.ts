import { http } from '#framework/http.ts'
import { renderProblem } from '../../pages.ts'
import { signInPage } from '../../sign-in-pages.ts'
import { toReturnPath } from '../../return-path.ts'

/** `GET /sign-in?return=/write`: where people sign in, and renew a session that has run out. */
export const handler = http((request) => signInPage(toReturnPath(request.query.get('return'))), {
  renderProblem,
})
