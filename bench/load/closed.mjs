/**
 * So many connections, each asking again as soon as it is answered: how much a server can do.
 *
 * @module
 */
import { openConnection, toBytes } from './connection.mjs'
import { sumUp } from './times.mjs'

/**
 * Asks until `seconds` are over.
 *
 * @returns {Promise<{ requests: number, errors: number, perSecond: number, p50: number, p99: number }>}
 *   times in milliseconds; an answer other than 200 is an error
 */
export async function load({ port, request, connections, seconds }) {
  const bytes = toBytes(request)
  const times = []
  let errors = 0
  const began = performance.now()
  const end = began + seconds * 1000

  async function work() {
    const connection = openConnection(port)
    let start = performance.now()
    while (start < end) {
      const { status } = await connection.ask(bytes)
      const now = performance.now()
      if (status === 200) times.push(now - start)
      else errors++
      start = now
    }
    connection.close()
  }

  await Promise.all(Array.from({ length: connections }, work))
  const took = (performance.now() - began) / 1000
  return { requests: times.length, errors, perSecond: times.length / took, ...sumUp(times) }
}
