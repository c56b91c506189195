/**
 * The whole app in one vitest process: real tables, streams, topics, queues, buckets and twins on
 * loopback, requests through the same door as API Gateway's.
 *
 * @module
 */
import { afterAll, beforeAll } from 'vitest'
import type { Clock } from './local/clock.ts'
import type { Faults } from './local/faults.ts'
import type { Storage } from './local/storage.ts'
import type { Inventory } from './manifest.ts'
import type { TwinState } from './service.ts'
import type { AppFetch } from './testing/fetch.ts'
import type { Invoke } from './testing/invoke.ts'
import { startApp, type Running } from './testing/start-app.ts'

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

/**
 * The clock of app, functions and twins. Each move resolves when all that fell due on the way has
 * happened, and what it led to has settled; it rejects where a schedule failed. Schedules tick, and
 * items expire, when it is moved and not by themselves.
 */
export type AppClock = Pick<Clock, 'now' | 'advance' | 'jump' | 'reset'>

/** The twin of a service. */
export interface AppTwin {
  port: number
  /** `http://localhost:…`, no slash at its end. */
  url: string
  /** What it shows in the console; `undefined` when it shows nothing. */
  state: () => Promise<TwinState | undefined>
  /** Does what the console can do to it, to a row of its state where `id` is given. */
  act: (action: string, id?: string) => Promise<string | undefined>
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
  /** Waits until no event, no message and no change of a table is under way. */
  settle: () => Promise<void>
  clock: AppClock
  /** What is to go wrong on purpose. */
  faults: Pick<Faults, 'add' | 'remove' | 'clear' | 'list' | 'seed' | 'setSeed'>
  /** What is in the buckets, and puts and removes there as if a client had. */
  storage: Pick<Storage, 'endpoint' | 'buckets' | 'list' | 'get' | 'put' | 'remove'>
  /** @throws Error when there is no such twin. */
  twin: (service: string) => AppTwin
  /** The mails that left the app, oldest first. */
  outbox: () => Promise<SentMail[]>
  inventory: Inventory
}

/**
 * Starts the app for the tests of one file, and stops it after them.
 *
 * @param options.cwd - the project's folder; default: the one that vitest runs in
 */
export function useApp(options: { cwd?: string } = {}): App {
  let running: Running | undefined

  beforeAll(async () => {
    running = await startApp(options)
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
