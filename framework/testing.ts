/**
 * The whole app in one vitest process: real tables, topics, queues and twins on loopback, requests
 * through the same door as API Gateway's.
 *
 * @module
 */
import { afterAll, beforeAll } from 'vitest'
import { createDelivery, type Delivery } from './local/delivery.ts'
import { createTables, startDatabase } from './local/database.ts'
import { listLambdas, listServices, listTopics, readManifest, type Inventory } from './manifest.ts'
import { getPorts } from './plugin/ports.ts'
import { createInvoke, type Invoke } from './testing/invoke.ts'
import { toScheduledEvent } from './testing/events.ts'
import { findFreePorts } from './testing/free-ports.ts'
import { createFetch, type AppFetch, type AppResponse } from './testing/fetch.ts'

export type { AppResponse } from './testing/fetch.ts'

/** A mail as the mail twin kept it. */
export interface SentMail {
  from: string
  to: string[]
  subject: string
  text: string
  html?: string
  headers: Record<string, string>
}

/** A result as GraphQL over HTTP words it. */
export interface GraphqlResult {
  data?: Record<string, unknown> | null
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[]
}

/** The running app, from the outside. */
export interface App {
  /** Asks the app as a browser would; a path, not a whole address. */
  fetch: AppFetch
  /** Posts a GraphQL document to `/graphql`. */
  query: (
    document: string,
    variables?: Record<string, unknown>,
    options?: { headers?: Record<string, string> },
  ) => Promise<GraphqlResult>
  /** Invokes a function with an event of your own, as Lambda would. */
  invoke: Invoke
  /** Runs a schedule now. */
  run: (schedule: string) => Promise<unknown>
  /** Waits until no event and no message is under way. */
  settle: () => Promise<void>
  /** The mails that left the app, oldest first. */
  outbox: () => Promise<SentMail[]>
  inventory: Inventory
}

interface Running {
  app: App
  stop: () => Promise<void>
}

/** Starts the app for the tests of one file, and stops it after them. */
export function useApp(): App {
  let running: Running | undefined

  beforeAll(async () => {
    running = await startApp()
  })
  afterAll(() => running?.stop())

  // The app exists only once the tests run, so each use looks it up then.
  return new Proxy({} as App, {
    get(_target, key) {
      if (!running)
        throw new Error('The app runs in tests and hooks only, not while they are declared.')
      return running.app[key as keyof App]
    },
  })
}

async function startApp(): Promise<Running> {
  const port = await findFreePorts(20)
  process.env['PLUGBOARD_PORT'] = String(port)
  process.env['ARC_ENV'] = 'testing'
  const inv = await readManifest()
  Object.assign(process.env, inv._project.env.local?.['testing'], credentials)

  const ports = getPorts()
  const invoke = createInvoke(listLambdas(inv))
  const database = await startDatabase({ port: ports.database })
  await createTables(database.endpoint, inv)
  const delivery = await createDelivery({
    port: ports.delivery,
    topics: listTopics(inv),
    queues: inv.queues ?? [],
    invoke,
    backoff: 0.05,
  })
  const twins = await startTwins(inv, ports.twins)

  return {
    app: createApp({ inv, invoke, delivery, twins }),
    async stop() {
      await delivery.stop()
      await Promise.all(twins.map(({ stop }) => stop()))
      await database.stop()
    },
  }
}

const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

interface RunningTwin {
  name: string
  port: number
  stop: () => void | Promise<void>
}

async function startTwins(inv: Inventory, firstPort: number): Promise<RunningTwin[]> {
  const stateDir = `.plugboard/test/${process.pid}`
  const twins = listServices(inv).map(async ({ name, twin }, index) => {
    if (!twin) return []
    const port = firstPort + index
    const { stop } = await twin.start({ port, stateDir: `${stateDir}/${name}`, log: () => {} })
    return [{ name, port, stop }]
  })
  return (await Promise.all(twins)).flat()
}

function createApp({
  inv,
  invoke,
  delivery,
  twins,
}: {
  inv: Inventory
  invoke: Invoke
  delivery: Delivery
  twins: RunningTwin[]
}): App {
  const fetch = createFetch({ routes: inv.http ?? [], invoke })

  return {
    fetch,
    invoke,
    inventory: inv,
    async query(query, variables, { headers } = {}) {
      const response: AppResponse = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      return response.json() as GraphqlResult
    },
    run: (name) => invoke({ pragma: 'scheduled', name, payload: toScheduledEvent(name) }),
    settle: () => delivery.settle(),
    async outbox() {
      await delivery.settle()
      const mail = twins.find(({ name }) => name === 'mail')
      if (!mail) throw new Error('There is no outbox: the service mail is not plugged in.')
      const response = await globalThis.fetch(`http://127.0.0.1:${mail.port}/api/mails`)
      return (await response.json()) as SentMail[]
    },
  }
}
