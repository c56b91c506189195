/**
 * Files: people upload straight to storage, and get what they may have straight from there.
 *
 * Remove the lines `files` from `app.arc`, and all of this is gone.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'
import { checkOptions } from './options.ts'

export default defineService({
  name: 'files',
  dir: import.meta.dirname,
  description: 'Takes uploads that pass through no function, and hands them out to those who may',

  http: [
    'post /files/uploads',
    'get /files/uploads/:uploadId',
    'post /files/uploads/:uploadId/parts',
    'post /files/uploads/:uploadId/complete',
    'get /files/:fileId',
    'delete /files/:fileId',
  ],

  events: ['file-stored'],
  on: ['account-deleted'],

  queues: {
    'files-arrivals': { batchSize: 5 },
    'files-checks': { batchSize: 10 },
  },

  scheduled: {
    'files-sweep': 'rate(1 hour)',
  },

  tables: {
    'files-uploads': {
      partitionKey: 'id',
      ttl: 'expiresAt',
      indexes: {
        byOwner: { partitionKey: 'owner', sortKey: 'createdAt' },
        byDue: { partitionKey: 'due', sortKey: 'dueAt' },
      },
    },
    'files-files': {
      partitionKey: 'id',
      indexes: {
        byOwner: { partitionKey: 'owner', sortKey: 'createdAt' },
        byPublicOwner: { partitionKey: 'publicOwner', sortKey: 'createdAt' },
        byDue: { partitionKey: 'due', sortKey: 'dueAt' },
      },
    },
    'files-quotas': { partitionKey: 'id' },
  },

  buckets: {
    // What people may write to. Nobody is ever led to it, and nothing stays.
    'files-incoming': { expireDays: 2, notify: { created: 'files-arrivals' } },
    // What functions alone write to: it has passed every look.
    'files-store': {},
    // What people write over and over, and they alone read.
    'files-documents': {},
  },

  checkOptions,
})
