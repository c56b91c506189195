import { http } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { accountPage } from '../../account-page.ts'
import { renderProblem } from '../../pages.ts'
import { requireAccountOf } from '../../persons.ts'

/** `GET /account`: one's own account. */
export const handler = http(
  async (request) => {
    const user = await requireUser(request)
    const account = await requireAccountOf(user)

    return accountPage({ account, user, saved: request.query.has('saved') })
  },
  { renderProblem },
)
