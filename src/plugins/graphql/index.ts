/**
 * GraphQL: one API of what the app and the plugged-in services bring to the schema.
 *
 * Remove the lines `graphql` from `app.arc`, and all of this is gone.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'
import { graphiql } from './twin.ts'

export default defineService({
  name: 'graphql',
  dir: import.meta.dirname,
  description: 'One API of what the app and the services bring to the schema',

  http: ['any /graphql'],

  env: {
    GRAPHQL_INTROSPECTION: {
      description: 'true lets clients read the schema in a deployed stage',
      pattern: /^(true|false)$/,
      optional: true,
      example: 'true',
    },
    GRAPHQL_TRUSTED_ONLY: {
      description: 'true takes no document but those of our own front end',
      pattern: /^(true|false)$/,
      optional: true,
      example: 'true',
    },
    GRAPHQL_CORS_ORIGINS: {
      description: 'sites that may use the API from a browser, separated by commas',
      pattern: /^https?:\/\/[^\s/,]+(,https?:\/\/[^\s/,]+)*$/,
      optional: true,
      example: 'https://admin.example.com',
    },
    GRAPHQL_HOT_AFTER: {
      description: 'how often a query is asked before its execution is planned, 20 by default',
      pattern: /^\d+$/,
      optional: true,
      example: '20',
    },
  },

  twin: graphiql,
})
