/**
 * Starts the tenant.
 *
 * @module
 */
import type { RunningTwin } from '#framework/service.ts'
import { sweep } from './ledger.ts'
import { startServer } from './server.ts'
import { act, toState } from './state.ts'
import { openStore } from './store.ts'
import type { Tenant } from './tenant.ts'

export async function startTwin(options: {
  tenant: Tenant
  stateDir: string
  log: (line: string) => void
}): Promise<RunningTwin> {
  const { tenant } = options
  const store = openStore(options)
  sweep(store.db)
  const server = await startServer(store)

  return {
    async stop() {
      await server.stop()
      store.db.close()
    },
    links: [{ label: 'Auth0 twin', href: `${tenant.origin}/twin` }],
    state: () => toState(store),
    act: (action, id) => act(store, action, id),
  }
}
