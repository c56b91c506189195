/**
 * `/v2/logout`: ends the session at the tenant, and leads back to the site.
 *
 * @see https://auth0.com/docs/api/authentication/logout
 * @module
 */
import type { TwinAnswer } from '#framework/twin.ts'
import { page, redirect, text } from './call.ts'
import type { Visit } from './login.ts'
import { renderMessage } from './pages/failure.ts'
import { clients, type Tenant } from './tenant.ts'

export async function logOut({ call, store, provider, request, response }: Visit) {
  const { tenant } = store
  const returnTo = call.query.get('returnTo') || undefined
  const clientId = call.query.get('client_id') || undefined
  const problem = returnTo && findProblem(tenant, returnTo, clientId)
  if (problem) return refuse(problem, tenant)

  const context = provider.createContext(request, response)
  const session = await provider.Session.get(context as never)
  if (session.accountId) await session.destroy()
  context.cookies.set(provider.cookieName('session'), null)
  return returnTo ? redirect(returnTo) : text(200, 'OK')
}

function findProblem(tenant: Tenant, returnTo: string, clientId?: string): string | undefined {
  // Without it Auth0 looks at the tenant's own list, which is empty at first, as here.
  if (!clientId) return 'client_id is missing, and the tenant itself has no allowed logout URLs.'
  if (clientId !== clients.site.id) return `There is no application ${clientId} with logout URLs.`

  // The query string is not compared.
  const [address] = returnTo.split(/[?#]/)
  if (tenant.logoutUrls.includes(address!)) return undefined
  return (
    `The "returnTo" querystring parameter "${returnTo}" is not defined as a valid URL in ` +
    `"Allowed Logout URLs".`
  )
}

function refuse(problem: string, { logoutUrls }: Tenant): TwinAnswer {
  return page(
    400,
    renderMessage({
      title: 'Not signed out',
      text: problem,
      details: ['The twin allows these:', ...logoutUrls],
    }),
  )
}
