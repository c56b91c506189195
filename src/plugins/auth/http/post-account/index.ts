import { AppError } from '#framework/errors.ts'
import { http, redirect, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { accountPage } from '../../account-page.ts'
import { renderProblem } from '../../pages.ts'
import { requireAccountOf } from '../../persons.ts'
import { updateProfile } from '../../profile.ts'
import { personCookie } from '../../session-cookies.ts'

/** `POST /account`: changes one's own profile. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const user = await requireUser(request)
    const { name = '', version = '' } = await request.form()
    try {
      const changed = await updateProfile(user, { name, version: Number(version || NaN) })
      const cookies = [personCookie({ ...user, name: changed.name })]
      return redirect('/account?saved', { cookies })
    } catch (error) {
      if (!(error instanceof AppError) || ![409, 422].includes(error.status)) throw error
      const account = await requireAccountOf(user)
      return accountPage({ account, user, typed: name, problem: error }, { status: error.status })
    }
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
