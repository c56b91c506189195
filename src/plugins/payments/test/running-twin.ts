/**
 * A Stripe twin for the tests of one file, the unmodified SDK in front of it, and a site that hears
 * its webhooks.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Stripe } from 'stripe'
import { afterAll, beforeAll } from 'vitest'
import { findFreePorts } from '#framework/testing/free-ports.ts'
import { startStripe } from '../twin/server.ts'

export const secretKey = 'sk_test_of_the_tests'
export const webhookSecret = 'whsec_of_the_tests'

/** A webhook as the site got it. */
export interface Heard {
  signature: string
  body: string
}

/** The SDK as it is, pointed at loopback. */
export function createClient(port: number, key = secretKey): Stripe {
  return new Stripe(key, { host: 'localhost', port, protocol: 'http', maxNetworkRetries: 0 })
}

/** Starts a twin for the tests of one file; each field is there once they run. */
export function useTwin() {
  const heard: Heard[] = []
  const used = {
    stripe: undefined as unknown as Stripe,
    twin: undefined as unknown as Awaited<ReturnType<typeof startStripe>>,
    address: '',
    heard,
    /** What the site answers to the next webhooks, first to last; 200 after that. */
    answers: [] as number[],
    restart,
    /** Types of all that was told, in order. */
    types: () => heard.map(({ body }) => (JSON.parse(body) as Stripe.Event).type),
    /** Posts a form of a hosted page. */
    submit: (path: string, form: Record<string, string>) =>
      fetch(`${used.address}${path}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
      }),
  }
  let site: Server
  let stateDir: string
  let port: number
  let sitePort: number

  async function start(): Promise<void> {
    const webhook = {
      url: `http://127.0.0.1:${sitePort}/stripe/webhook`,
      secret: webhookSecret,
      types: ['*'],
    }
    used.twin = await startStripe({ port, stateDir, secretKey, webhook, log: () => {} })
  }

  async function restart(): Promise<void> {
    await used.twin.stop()
    await start()
  }

  beforeAll(async () => {
    port = await findFreePorts(2)
    sitePort = port + 1
    stateDir = await mkdtemp(join(tmpdir(), 'stripe-twin-'))
    site = createServer(async (request, response) => {
      const signature = String(request.headers['stripe-signature'])
      heard.push({ signature, body: await text(request) })
      response.writeHead(used.answers.shift() ?? 200).end()
    }).listen(sitePort, '127.0.0.1')
    await start()
    used.address = `http://localhost:${port}`
    used.stripe = createClient(port)
  })

  afterAll(async () => {
    await used.twin.stop()
    site.close()
    site.closeAllConnections()
    await rm(stateDir, { recursive: true })
  })

  return used
}
