/**
 * The app with Stripe's twin in front of it, and people who pay: for tests through the door.
 *
 * @module
 */
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll } from 'vitest'
import { listenOnLoopback } from '#framework/twin.ts'
import { getPorts } from '#framework/plugin/ports.ts'
import { useApp, type App, type AppResponse } from '#framework/testing.ts'
import { findMembership, isRunning } from '../memberships.ts'

/** Who can ask something here. */
export interface Person {
  id: string
  headers: { authorization: string }
}

/** Whether anybody can sign in: without a service for that, there are only strangers. */
export const hasPeople = () => process.env['LOCAL_TOKENS_URL'] !== undefined

/** Starts the app, with an address at which the twin's webhooks arrive. */
export function useShop() {
  const app = useApp()
  let site: { stop: () => Promise<void> } | undefined

  beforeAll(async () => {
    const server = createServer(async (request, response) => {
      const answer = await hand(app, request.url ?? '/', {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        body: await buffer(request),
      })
      response.writeHead(answer.status).end(answer.text())
    })
    site = await listenOnLoopback(server, getPorts().site)
  })
  afterAll(() => site?.stop())

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${app.twin('payments').url}${path}`, { redirect: 'manual', ...init })

  return {
    app,
    ask,

    /** Somebody of the twin's people, or somebody new under a name of the test's. */
    async person(name: string, kind = 'reader'): Promise<Person> {
      const id = `auth0|${name}`
      const response = await fetch(process.env['LOCAL_TOKENS_URL']!, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          person: kind,
          claims: {
            sub: id,
            'https://plugboard/name': name,
            'https://plugboard/email': `${name}@example.com`,
          },
        }),
      })
      const { access_token: token } = (await response.json()) as { access_token: string }
      return { id, headers: { authorization: `Bearer ${token}` } }
    },

    post: (path: string, { headers }: Person, body: object): Promise<AppResponse> =>
      app.fetch(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),

    /** Begins a checkout; its address at the twin. */
    async begin(person: Person, plan = 'monthly'): Promise<string> {
      const answer = await this.post('/membership', person, { plan })
      const { url } = answer.json() as { url?: string }
      if (!url) throw new Error(`No checkout: ${answer.status} ${answer.text()}`)
      return url
    },

    /** Fills in the form of a hosted page. */
    pay: (url: string, form: Record<string, string> = { number: '4242424242424242' }) =>
      fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' }),

    /** Waits until Stripe has told everything, and all of it has been worked on. */
    async settle(): Promise<void> {
      await ask('/twin/settle', { method: 'POST' })
      await app.settle()
    },

    /** What is known of somebody's membership. */
    async membership({ id }: Person) {
      const found = await findMembership(id)
      return found && { ...found, isRunning: isRunning(found) }
    },
  }
}

function hand(
  app: App,
  path: string,
  init: { method: string; headers: Record<string, string>; body: Buffer },
): Promise<AppResponse> {
  const { body, ...rest } = init
  return app.fetch(path, { ...rest, ...(body.length > 0 && { body }) })
}
