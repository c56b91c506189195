/**
 * A small load generator: so many connections, each asking again as soon as it is answered.
 *
 * @module
 */
import { Agent, request } from 'node:http'

/**
 * Asks until `seconds` are over or `count` requests are answered.
 *
 * @returns {Promise<{ requests: number, errors: number, perSecond: number, p50: number, p99: number }>}
 *   times in milliseconds; an answer other than 200 is an error
 */
export async function load({ url, connections, seconds, count = Infinity }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times = []
  let errors = 0
  let left = count
  const began = performance.now()
  const isOver = () => performance.now() - began > seconds * 1000

  async function work() {
    while (!isOver() && left-- > 0) {
      const start = performance.now()
      const status = await ask(url, agent)
      if (status === 200) times.push(performance.now() - start)
      else errors++
    }
  }

  await Promise.all(Array.from({ length: connections }, work))
  const took = (performance.now() - began) / 1000
  agent.destroy()
  const sorted = Float64Array.from(times).sort()
  const at = (share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  const perSecond = times.length / took
  return { requests: times.length, errors, perSecond, p50: at(0.5), p99: at(0.99) }
}

/** The status of one answer, read to its end; 0 where there was none within 30 seconds. */
export function ask(url, agent) {
  return new Promise((resolve) => {
    const sent = request(url, { agent, timeout: 30_000 }, (response) => {
      response.on('end', () => resolve(response.statusCode))
      response.on('error', () => resolve(0))
      response.resume()
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(0))
    sent.end()
  })
}
