/**
 * Payments: memberships and tips, paid at Stripe.
 *
 * Remove the lines `payments` from `app.arc`, and all of this is gone: what is for members follows
 * `@entitlements` then.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'
import { checkOptions } from './options.ts'
import { stripe } from './twin.ts'

export default defineService({
  name: 'payments',
  dir: import.meta.dirname,
  description: 'Sells memberships and takes tips, through Stripe',
  needs: ['mail'],

  http: [
    'get /membership',
    'post /membership',
    'post /tips',
    'get /account/payments',
    'get /payments',
    'get /payments/return',
    'get /payments/:paymentId',
    'post /payments/portal',
    'post /payments/:paymentId/refund',
    'post /stripe/webhook',
  ],

  events: ['payment-received', 'membership-changed'],
  on: ['account-deleted'],

  queues: {
    'payments-webhooks': { batchSize: 10 },
  },

  scheduled: {
    'payments-reconcile': 'rate(1 hour)',
  },

  tables: {
    'payments-customers': {
      partitionKey: 'userId',
      indexes: { byCustomer: { partitionKey: 'customerId' } },
    },
    'payments-memberships': {
      partitionKey: 'userId',
      indexes: { byOwed: { partitionKey: 'owed', sortKey: 'userId' } },
    },
    'payments-payments': {
      partitionKey: 'id',
      indexes: {
        byUser: { partitionKey: 'userId', sortKey: 'createdAt' },
        byTime: { partitionKey: 'ledger', sortKey: 'createdAt' },
        byOwed: { partitionKey: 'owed', sortKey: 'createdAt' },
      },
    },
    'payments-events': { partitionKey: 'id', ttl: 'expiresAt' },
    'payments-audit': { partitionKey: 'subject', sortKey: 'at' },
  },

  env: {
    STRIPE_SECRET_KEY: {
      description: 'the secret (or restricted) key of your Stripe account',
      pattern: /^(sk|rk)_(test|live)_\w+$/,
      example: 'sk_live_123abc',
      secret: true,
    },
    STRIPE_WEBHOOK_SECRET: {
      description: 'what Stripe signs its webhooks to /stripe/webhook with',
      pattern: /^whsec_\w+$/,
      example: 'whsec_123abc',
      secret: true,
    },
    STRIPE_API_URL: {
      description: 'where Stripe is asked, if not at Stripe: the twin of the local cloud',
      pattern: /^http:\/\/localhost:\d+$/,
      optional: true,
    },
  },

  checkOptions,
  twin: stripe,
  links: [{ label: 'Membership', href: '/membership' }],
  afterDeploy: (site) => [
    { at: 'Stripe', set: `webhooks go to ${site}/stripe/webhook (docs/stripe.md)` },
  ],
})
