import { http, json } from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { exportAccount } from '../../export.ts'
import { renderProblem } from '../../pages.ts'
import { requirePerson } from '../../persons.ts'

/** `GET /account/export`: all that is kept of one, as a file. */
export const handler = http(
  async (request) => {
    const user = await requireUser(request)
    requirePerson(user)
    const data = await exportAccount(user)

    const name = `account-${data.exportedAt.slice(0, 10)}.json`
    const headers = { 'content-disposition': `attachment; filename="${name}"` }
    return json(data, { headers })
  },
  { renderProblem },
)
