/**
 * Stripe on this machine: its API for the unmodified SDK, its hosted pages, its webhooks.
 *
 * @module
 */
import { Stripe } from 'stripe'
import { readManifest, readOptions } from '#framework/manifest.ts'
import { getPorts } from '#framework/plugin/ports.ts'
import type { Twin } from '#framework/service.ts'
import { heardTypes } from './heard-types.ts'
import { toOptions } from './options.ts'
import { seedPrices } from './seed-prices.ts'
import { startStripe } from './twin/server.ts'

const secretKey = 'sk_test_twin_of_this_machine'
const webhookSecret = 'whsec_twin_of_this_machine'

export const stripe: Twin = {
  env: (port) => ({
    STRIPE_API_URL: `http://localhost:${port}`,
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  }),

  replacedBy: 'STRIPE_SECRET_KEY',

  async start({ port, stateDir, log }) {
    const url = `http://localhost:${getPorts().site}/stripe/webhook`
    const webhook = { url, secret: webhookSecret, types: heardTypes }
    const { stop, state, act } = await startStripe({ port, stateDir, secretKey, webhook, log })
    // What there is to buy is there from the start, as after `npm run payments:seed`.
    const options = readOptions(await readManifest(), ['payments'])['payments'] ?? {}
    const client = new Stripe(secretKey, { host: 'localhost', port, protocol: 'http' })
    await seedPrices(client, toOptions(options))
    return { stop, state, act }
  },
}
