import { html as markup } from '#framework/html.ts'
import { http } from '#framework/http.ts'
import { findVisitor, requireUser } from '#framework/identity.ts'
import { findMembership, isRunning } from '../../memberships.ts'
import { ended, plans, standing, tipForm } from '../../offer.ts'
import { paymentPage, renderProblem } from '../../pages.ts'

const what = 'Members read everything, and pay for what everybody reads.'

/** `GET /membership`: what there is to buy; for a member, how it stands. `?join=monthly` signs in first. */
export const handler = http(
  async (request) => {
    const chosen = request.query.get('join')
    const user = chosen === null ? await findVisitor(request) : await requireUser(request)
    const membership = user && (await findMembership(user.id))
    const offer = isRunning(membership)
      ? standing(membership!)
      : markup`${ended(membership)} ${plans({ isStranger: !user, chosen })}`

    return paymentPage({
      title: 'Membership',
      path: '/membership',
      description: what,
      isPublic: true,
      body: markup`<p class="standfirst">${what}</p>
        ${offer}
        <section aria-labelledby="tip-title">
          <h2 class="section-title" id="tip-title">Or give a tip</h2>
          ${tipForm()}
        </section>`,
    })
  },
  { renderProblem },
)
