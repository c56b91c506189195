/**
 * GraphiQL, the explorer of the API: on a port of its own, and so in no bundle and on no deployed
 * stage. It needs no network.
 *
 * @module
 */
import { readManifest } from '#framework/manifest.ts'
import { getPorts } from '#framework/plugin/ports.ts'
import type { Twin } from '#framework/service.ts'
import { startExplorer } from './twin/server.ts'

export const graphiql: Twin = {
  env: (port) => ({ GRAPHIQL_URL: `http://localhost:${port}` }),

  async start({ port }) {
    const site = `http://localhost:${getPorts().site}`
    const { stop } = await startExplorer({ port, site, findTokens })
    return { stop, links: [{ label: 'GraphiQL', href: `http://localhost:${port}` }] }
  },
}

// What twins lend to the functions. Read when somebody looks: services come and go.
async function findTokens(): Promise<string | undefined> {
  const inv = await readManifest()
  return inv._project.env.local?.['testing']?.['LOCAL_TOKENS_URL']
}
