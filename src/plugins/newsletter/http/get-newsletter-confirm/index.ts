import { http } from '#framework/http.ts'
import { requireConfirmation } from '../../links.ts'
import { buttonPage, renderProblem } from '../../pages.ts'

/** `GET /newsletter/confirm?token=…`: where the link in the mail leads. */
export const handler = http(
  (request) => {
    const token = request.query.get('token') ?? ''
    requireConfirmation(token)

    return buttonPage({
      title: 'Confirm your subscription',
      text: 'One click, and you get a short mail for each new article.',
      button: 'Confirm',
      path: '/newsletter/confirm',
      token,
    })
  },
  { renderProblem },
)
