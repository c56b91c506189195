/**
 * GraphiQL, the explorer of the API: on a port of its own, and so in no bundle and on no deployed
 * stage. It needs no network.
 *
 * @module
 */
import { getPorts } from '#framework/plugin/ports.ts'
import type { Twin } from '#framework/service.ts'
import { startExplorer } from './twin/server.ts'

export const graphiql: Twin = {
  env: (port) => ({ GRAPHIQL_URL: `http://localhost:${port}` }),

  async start({ port }) {
    const { stop } = await startExplorer({ port, site: `http://localhost:${getPorts().site}` })
    return { stop, links: [{ label: 'GraphiQL', href: `http://localhost:${port}` }] }
  },
}
