import { http, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { html as markup } from '#framework/html.ts'
import { requireConfirmed } from '../../confirmation.ts'
import { deleteAccount } from '../../deletion.ts'
import { messagePage, renderProblem } from '../../pages.ts'
import { requirePerson } from '../../persons.ts'
import { endSession } from '../../session-cookies.ts'

/** `POST /account/delete`: deletes one's own account, once that is confirmed. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const user = await requireUser(request)
    requirePerson(user)
    requireConfirmed((await request.form())['confirm'] === 'yes')
    await deleteAccount(user.id)

    return messagePage(
      {
        title: 'Your account is deleted',
        path: '/account/delete',
        body: markup`<p class="notice" role="status">
            What was kept of you is erased, and you are signed out everywhere.
          </p>
          <p><a href="/">To the front page</a></p>`,
      },
      { cookies: endSession() },
    )
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
