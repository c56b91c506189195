/**
 * Renditions on the site: the editor of a profile, and pictures from where they are kept.
 *
 * @module
 */
import { bucketOrigin } from '#framework/bucket-origin.ts'
import { defineSite } from '#framework/site.ts'

export default defineSite({
  scripts: ['renditions.js'],
  csp: () => ({ 'img-src': [bucketOrigin('convert-kept'), bucketOrigin('convert-results')] }),
})
