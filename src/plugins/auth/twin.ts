/**
 * Stands in for an Auth0 tenant: its wire, its checks and its errors, on a port of this machine, with
 * a few people to be.
 *
 * @module
 */
import { getPorts } from '#framework/plugin/ports.ts'
import type { Twin } from '#framework/service.ts'
import { clients, localAudience, toTenant } from './twin/tenant.ts'

export const auth0: Twin = {
  replacedBy: 'AUTH0_DOMAIN',

  env: (port) => ({
    AUTH0_DOMAIN: `localhost:${port}`,
    AUTH0_CLIENT_ID: clients.site.id,
    AUTH0_AUDIENCE: localAudience,
    AUTH0_MANAGEMENT_CLIENT_ID: clients.management.id,
    AUTH0_MANAGEMENT_CLIENT_SECRET: clients.management.secret,
    // GET lists people, POST hands out a token: for GraphiQL and for tests, which know nothing of us.
    LOCAL_TOKENS_URL: `http://localhost:${port}/twin/tokens`,
  }),

  async start({ port, stateDir, log }) {
    // Loaded when it starts, for the manifest is read far more often.
    const { startTwin } = await import('./twin/start.ts')
    return startTwin({ tenant: toTenant({ port, site: getPorts().site }), stateDir, log })
  },
}
