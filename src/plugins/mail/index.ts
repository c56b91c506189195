/**
 * Mail: sent through Amazon SES; on a developer's machine kept in an outbox to read.
 *
 * Remove the lines `mail` from `app.arc`, and all of this is gone (and whoever needs it).
 *
 * @module
 */
import { defineService } from '#framework/service.ts'
import { localSes } from './twin.ts'

export default defineService({
  name: 'mail',
  dir: import.meta.dirname,
  description: 'Sends mail through Amazon SES',

  queues: {
    'mail-outgoing': { batchSize: 10 },
  },

  env: {
    MAIL_FROM: {
      description: 'sender of all mail, verified in SES',
      pattern: /^([^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
      example: '"The Magazine <post@example.com>"',
    },
    AWS_ENDPOINT_URL_SESV2: {
      description: 'where SES answers, if not at AWS',
      pattern: /^https?:\/\/\S+$/,
      optional: true,
    },
  },

  permissions: [
    {
      actions: ['ses:SendEmail'],
      resources: ['arn:aws:ses:*:*:identity/*'],
      functions: ['queues mail-outgoing'],
    },
  ],

  twin: localSes,
})
