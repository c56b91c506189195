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

  http: names.map((name) => `post /convert/${name}`),

  tables: {
    'convert-results': { partitionKey: 'id', ttl: 'expiresAt' },
  },

  buckets: {
    'convert-results': { expireDays: 7 },
  },

  checkOptions: (options) => checkOptions(options, names),
})
