/**
 * Loopback ports that nobody uses.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Ports come in blocks of so many, the last of which is held by who took the block. */
const block = 25

/** Below the range that systems hand out by themselves. */
const [from, to] = [10_000, 30_000]

/** The first of `count` free ports in a row, at most 24. They are this process's until it ends. */
export async function findFreePorts(count: number): Promise<number> {
  if (count >= block) throw new Error(`${count} ports in a row are too many: ${block - 1} at most.`)
  for (let attempt = 0; attempt < 100; attempt++) {
    const first = from + block * Math.floor(Math.random() * ((to - from) / block))
    // Held before the others are tried: two who look at the same time do not find the same ports.
    if (!(await hold(first + block - 1))) continue
    const ports = Array.from({ length: count }, (_, index) => first + index)
    const free = await Promise.all(ports.map(isFree))
    if (free.every(Boolean)) return first
  }
  throw new Error(`No ${count} free loopback ports in a row were found. Close some programs.`)
}

/** Whether a loopback port can be listened on. */
export async function isFree(port: number): Promise<boolean> {
  const server = await listen(port)
  server?.close()
  return server !== undefined
}

async function hold(port: number): Promise<boolean> {
  const server = await listen(port)
  server?.unref()
  return server !== undefined
}

async function listen(port: number) {
  // Whoever is faster than we are to let go of it is to ask again.
  const server = createServer((socket) => socket.destroy())
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}
