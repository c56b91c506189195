/**
 * The loopback ports of the local cloud, all counted from the site's.
 *
 * @module
 */

/** Ports of `npm start`; a twin's is `twins` plus the place of its service in `app.arc`. */
export interface Ports {
  site: number
  events: number
  database: number
  internal: number
  delivery: number
  twins: number
  /** After the twins', of which there may be ten. */
  console: number
  storage: number
}

/** The ports, counted from `PLUGBOARD_PORT` (default 3333). */
export function getPorts(env: NodeJS.ProcessEnv = process.env): Ports {
  const site = Number(env['PLUGBOARD_PORT'] ?? 3333)
  return {
    site,
    events: site + 1,
    database: site + 2,
    internal: site + 3,
    delivery: site + 4,
    twins: site + 5,
    console: site + 15,
    storage: site + 16,
  }
}
