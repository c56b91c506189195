import { http, requireSameOrigin } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { html as markup } from '#framework/html.ts'
import { messagePage, renderProblem } from '../../pages.ts'
import { requirePerson } from '../../persons.ts'
import { endSession } from '../../session-cookies.ts'
import { signOutEverywhere } from '../../sign-out.ts'

/** `POST /account/sign-out-everywhere`: ends one's sessions on every device. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const user = await requireUser(request)
    requirePerson(user)
    const atProvider = await signOutEverywhere(user.id)

    const left = markup`<p>
      A device on which you are still signed in at the sign-in provider can sign in here again without
      being asked. To prevent that, change your password there.
    </p>`
    return messagePage(
      {
        title: 'You are signed out everywhere',
        path: '/account/sign-out-everywhere',
        body: markup`<p class="notice" role="status">
            No device is signed in any more. Those that were in use a moment ago notice within ten
            seconds.
          </p>
          ${atProvider ? null : left}
          <p><a class="button" href="/sign-in">Sign in</a></p>`,
      },
      { cookies: endSession() },
    )
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
