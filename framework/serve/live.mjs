/**
 * Asks the server in the same container whether it lives: the health check of the Dockerfile.
 *
 * @module
 */
const { SERVE_PORT, PORT } = process.env
const address = `http://127.0.0.1:${SERVE_PORT ?? PORT ?? 3000}/_plugboard/live`

try {
  const { ok } = await fetch(address, { signal: AbortSignal.timeout(2000) })
  process.exitCode = ok ? 0 : 1
} catch {
  process.exitCode = 1
}
