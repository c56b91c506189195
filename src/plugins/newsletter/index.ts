/**
 * Newsletter: people subscribe with their address, confirm it, and get a mail for each new article.
 *
 * Remove the lines `newsletter` from `app.arc`, and all of this is gone.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'newsletter',
  dir: import.meta.dirname,
  description: 'Mails new articles to those who asked',
  needs: ['mail'],

  http: [
    'get /newsletter',
    'post /newsletter',
    'get /newsletter/confirm',
    'post /newsletter/confirm',
    'get /newsletter/unsubscribe',
    'post /newsletter/unsubscribe',
  ],

  on: ['article-published'],

  queues: {
    'newsletter-notices': { batchSize: 1 },
  },

  tables: {
    'newsletter-subscribers': {
      partitionKey: 'id',
      ttl: 'expiresAt',
      indexes: { byStatus: { partitionKey: 'status', sortKey: 'id' } },
    },
  },

  links: [{ label: 'Newsletter', href: '/newsletter' }],
})
