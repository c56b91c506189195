/**
 * Loopback ports that nobody uses.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer } from 'node:net'

/** The first of `count` free ports in a row, below the range that systems hand out by themselves. */
export async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const first = 10_000 + Math.floor(Math.random() * 20_000)
    const ports = Array.from({ length: count }, (_, index) => first + index)
    const free = await Promise.all(ports.map(isFree))
    if (free.every(Boolean)) return first
  }
  throw new Error(`No ${count} free loopback ports in a row were found. Close some programs.`)
}

/** Whether a loopback port can be listened on. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
