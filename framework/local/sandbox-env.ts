/**
 * What Architect's sandbox reads from the environment, so that it fits the local cloud.
 *
 * @module
 */
import type { Ports } from '../plugin/ports.ts'

/**
 * Tells the sandbox its ports, that the database is ours, and to listen on loopback only. Must run
 * before the sandbox picks its ports. What the shell sets wins.
 */
export function setSandboxEnv(ports: Ports, env: NodeJS.ProcessEnv = process.env): void {
  const values = {
    ARC_HOST: '127.0.0.1',
    ARC_HTTP_PORT: ports.site,
    ARC_EVENTS_PORT: ports.events,
    ARC_TABLES_PORT: ports.database,
    ARC_INTERNAL_PORT: ports.internal,
    ARC_DB_EXTERNAL: 'true',
    // Keys that the local cloud knows, in place of Architect's.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  }
  for (const [name, value] of Object.entries(values)) env[name] ??= String(value)
}
