/**
 * What tests ask of the running app.
 *
 * @module
 */
import { faults } from '../local/faults.ts'
import type { Twins } from '../local/twins.ts'
import { listServices, type Inventory } from '../manifest.ts'
import { isReplaced } from '../plugin/replaced.ts'
import type { App, AppClock, AppTwin, GraphqlResult, SentMail } from '../testing.ts'
import { toScheduledEvent } from './events.ts'
import { createFetch } from './fetch.ts'
import type { Invoke } from './invoke.ts'

/** Puts the parts together. */
export function createApp(parts: {
  inv: Inventory
  /** What the functions are given. */
  env: Readonly<Record<string, string>>
  /** The port of the first service's twin. */
  firstTwin: number
  invoke: Invoke
  settle: () => Promise<void>
  storage: App['storage']
  twins: Twins
  clock: AppClock
}): App {
  const { inv, env, firstTwin, invoke, settle, storage, twins, clock } = parts
  const services = listServices(inv)
  const fetch = createFetch({ routes: inv.http ?? [], invoke })

  function twin(name: string): AppTwin {
    const place = services.findIndex((it) => it.name === name)
    const port = firstTwin + place
    const its = services[place]?.twin
    if (!services[place]) throw new Error(`The service ${name} is not plugged in.`)
    if (!its) throw new Error(`The service ${name} has no twin.`)
    if (isReplaced(its, port, env)) {
      throw new Error(`The twin of ${name} does not run: ${its.replacedBy} names a real account.`)
    }
    return {
      port,
      url: `http://localhost:${port}`,
      state: () => twins.state(name),
      act: (action, id) => twins.act(name, action, id),
    }
  }

  return {
    fetch,
    invoke,
    settle,
    clock,
    faults,
    storage,
    twin,
    inventory: inv,
    async query(query, variables, { headers } = {}) {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      return response.json() as GraphqlResult
    },
    run: (name) => invoke({ pragma: 'scheduled', name, payload: toScheduledEvent(name) }),
    async outbox() {
      await settle()
      const response = await globalThis.fetch(`${twin('mail').url}/api/mails`)
      return (await response.json()) as SentMail[]
    },
  }
}
