/**
 * dynalite, which comes with Architect: what is left where dynoxide has no binary.
 *
 * @module
 */
import type { Server } from 'node:http'
import { createRequire } from 'node:module'

/** Starts it in this process and answers the function that stops it. */
export async function startDynalite(options: {
  port: number
  path?: string
}): Promise<() => Promise<void>> {
  const { port, path } = options
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server
  // Tables are made at once, not after half a second as on AWS.
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, path })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
}
