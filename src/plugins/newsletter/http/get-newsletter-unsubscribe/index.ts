import { http } from '#framework/http.ts'
import { requireUnsubscription } from '../../links.ts'
import { buttonPage, renderProblem } from '../../pages.ts'

/** `GET /newsletter/unsubscribe?token=…`: where the link in each mail leads. */
export const handler = http(
  (request) => {
    const token = request.query.get('token') ?? ''
    requireUnsubscription(token)

    return buttonPage({
      title: 'Unsubscribe',
      text: 'One click, and you get no more mail from us.',
      button: 'Unsubscribe',
      path: '/newsletter/unsubscribe',
      token,
    })
  },
  { renderProblem },
)
