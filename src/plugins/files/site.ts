/**
 * Files on the site: where pages may send files to, and show them from.
 *
 * @module
 */
import { defineSite } from '#framework/site.ts'
import { incoming, store } from './buckets.ts'

export default defineSite({
  csp: () => ({
    'connect-src': [incoming.origin()],
    'img-src': [store.origin()],
    'media-src': [store.origin()],
  }),
})
