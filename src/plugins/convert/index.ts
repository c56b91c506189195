/**
 * Convert: images, texts, sources and tables into other formats, at once or as jobs.
 *
 * Remove the lines `convert` from `app.arc`, and all of this is gone.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'
import { checkOptions } from './options.ts'
import { definitions } from './registry.ts'

const names = definitions.map(({ name }) => name)

export default defineService({
  name: 'convert',
  dir: import.meta.dirname,
  description: 'Converts images, texts, sources, mind maps and tables',

  http: [
    ...names.map((name) => `post /convert/${name}`),
    'post /conversions',
    'get /conversions/:id',
  ],

  events: ['conversion-finished'],

  on: ['account-deleted'],

  queues: {
    ...Object.fromEntries(names.map((name) => [`convert-${name}`, { batchSize: 1 }])),
    'convert-arrivals': {},
    'convert-checks': {},
  },

  scheduled: { 'convert-sweep': 'rate(1 hour)' },

  tables: {
    'convert-results': { partitionKey: 'id', ttl: 'expiresAt' },
    'convert-visitors': { partitionKey: 'id', ttl: 'expiresAt' },
    'convert-jobs': {
      partitionKey: 'id',
      ttl: 'expiresAt',
      indexes: {
        byOpen: { partitionKey: 'open', sortKey: 'createdAt', keysOnly: true },
        byOwner: { partitionKey: 'owner', sortKey: 'createdAt', keysOnly: true },
        bySubject: { partitionKey: 'subject', keysOnly: true },
        byOpenOwner: { partitionKey: 'openOwner', sortKey: 'openCount', keysOnly: true },
      },
    },
  },

  buckets: {
    'convert-uploads': { expireDays: 1, notify: { created: 'convert-arrivals', prefix: 'in/' } },
    'convert-results': { expireDays: 7 },
    // Until it is forgotten.
    'convert-kept': {},
    'convert-marks': {},
  },

  checkOptions: (options) => checkOptions(options, names),
})
