/**
 * The tenant as somebody would have set it up at Auth0: an API with permissions, applications, and
 * the addresses that these may use.
 *
 * @module
 */

/** Where the twin and the site are. */
export interface Tenant {
  /** Of the twin: `http://localhost:3340`. */
  origin: string
  /** With Auth0's slash at the end. */
  issuer: string
  port: number
  /** The site's, and the only one whose pages may talk to the twin: `http://localhost:3333`. */
  siteOrigin: string
  callbackUrls: readonly string[]
  logoutUrls: readonly string[]
  /** The Management API's identifier. */
  managementAudience: string
}

/** The API's identifier: a name, no address that anybody calls. */
export const localAudience = 'https://api.plugboard.local'

/** What the API's permissions allow. */
export const permissions = {
  'articles:write': 'Write and publish articles',
  'payments:refund': 'Give money back',
  'accounts:read': 'See the accounts of others',
} as const

/** The database connection that Auth0 gives every tenant. */
export const connection = 'Username-Password-Authentication'

/** The applications. Their secrets are in the repository, and good for this machine alone. */
export const clients = {
  site: { id: 'PlugboardLocalSinglePageSite0001', name: 'Plugboard' },
  management: {
    id: 'PlugboardLocalManagementApp00001',
    name: 'Plugboard (Management API)',
    secret: 'local-only-management-secret-that-no-real-tenant-accepts-0000001',
  },
  machine: {
    id: 'PlugboardLocalMachineClient00001',
    name: 'A program',
    secret: 'local-only-machine-secret-that-no-real-tenant-accepts-0000000001',
  },
} as const

const managementScopes = [
  'read:users',
  'update:users',
  'delete:users',
  'read:sessions',
  'delete:sessions',
  'read:refresh_tokens',
  'delete:refresh_tokens',
]

export function toTenant({ port, site }: { port: number; site: number }): Tenant {
  const origin = `http://localhost:${port}`
  const siteOrigin = `http://localhost:${site}`
  return {
    port,
    origin,
    issuer: `${origin}/`,
    siteOrigin,
    // Auth0 compares letter by letter. The bare origin is what silent sign-in sends.
    callbackUrls: [siteOrigin, `${siteOrigin}/`, `${siteOrigin}/signed-in`],
    logoutUrls: [siteOrigin, `${siteOrigin}/`, `${siteOrigin}/account`],
    managementAudience: `${origin}/api/v2/`,
  }
}

/** The permissions of an audience, apart from OpenID Connect's own scopes; undefined for an unknown one. */
export function findAudience(tenant: Tenant, audience: string): readonly string[] | undefined {
  if (audience === localAudience) return Object.keys(permissions)
  return audience === tenant.managementAudience ? managementScopes : undefined
}

/** What an application may do by itself with an audience; undefined where nothing was granted. */
export function findClientGrant(
  tenant: Tenant,
  clientId: string,
  audience: string,
): readonly string[] | undefined {
  if (clientId === clients.management.id && audience === tenant.managementAudience) {
    return managementScopes
  }
  return clientId === clients.machine.id && audience === localAudience
    ? ['articles:write']
    : undefined
}
