/**
 * Where static files are: the same path on the site and in the bucket, so that nothing has to be
 * rewritten at the edge.
 *
 * @module
 */

/** The first part of each file's key, and of its path. */
export const staticPrefix = '_static'

/** Files whose name holds the hash of their content: what the build writes. */
export const hashedFiles = `/${staticPrefix}/build/*`

/** Files under the name that they have in `public/`. */
export const otherFiles = `/${staticPrefix}/*`
