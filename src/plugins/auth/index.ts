/**
 * Auth: people sign in at Auth0, programs bring tokens of their own; here is checked who they are and
 * what they may do.
 *
 * Remove the lines `auth` from `app.arc`, and all of this is gone: what needed a person is closed.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'
import { auth0 } from './twin.ts'

export default defineService({
  name: 'auth',
  dir: import.meta.dirname,
  description: 'Signs people in through Auth0, and keeps their accounts',

  http: [
    'get /sign-in',
    'get /signed-in',
    'post /auth/session',
    'post /auth/sign-out',
    'get /account',
    'post /account',
    'get /account/export',
    'post /account/delete',
    'post /account/sign-out-everywhere',
  ],

  events: ['account-deleted'],

  tables: {
    'auth-accounts': { partitionKey: 'id', ttl: 'expiresAt' },
  },

  env: {
    AUTH0_DOMAIN: {
      description: 'your Auth0 tenant, or your own domain for it',
      pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i,
      example: 'your-tenant.eu.auth0.com',
    },
    AUTH0_CLIENT_ID: {
      description: 'the client id of the site’s application at Auth0',
      pattern: /^\S+$/,
      example: 'aBcD1234',
    },
    AUTH0_AUDIENCE: {
      description: 'the identifier of the site’s API at Auth0',
      pattern: /^\S+$/,
      example: 'https://api.example.com',
    },
    AUTH0_MANAGEMENT_CLIENT_ID: {
      description: 'an application at Auth0 that may delete users and end their sessions',
      pattern: /^\S+$/,
      optional: true,
    },
    AUTH0_MANAGEMENT_CLIENT_SECRET: {
      description: 'the secret of that application',
      pattern: /^\S+$/,
      optional: true,
      secret: true,
    },
    AUTH0_MANAGEMENT_DOMAIN: {
      description: 'your tenant’s own domain, where AUTH0_DOMAIN is a domain of yours',
      pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i,
      optional: true,
      example: 'your-tenant.eu.auth0.com',
    },
  },

  twin: auth0,

  links: [{ label: 'Account', href: '/account' }],
  afterDeploy: (site) => [
    {
      at: 'Auth0',
      set: `callback ${site}/signed-in, logout ${site}/, web origin ${site} (docs/auth0.md)`,
    },
  ],
})
