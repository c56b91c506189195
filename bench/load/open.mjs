/**
 * Requests at a fixed rate, whether the server keeps up or not: how long people would wait.
 *
 * A request that is late because others were slow counts from when it should have gone out.
 *
 * @module
 */
import { openConnection, toBytes } from './connection.mjs'
import { sumUp } from './times.mjs'

/** More at once than this is an error of its own: the server has stopped answering. */
const most = 1000

/**
 * @param {{ port: number, perSecond: number, seconds: number, next: () => object }} options `next`
 *   makes the next request; where it says no other status, 200 is the good one
 * @returns `routes`: the sums of all answers' milliseconds, and of those that went out too late
 */
export async function hold({ port, perSecond, seconds, next }) {
  const count = Math.round(perSecond * seconds)
  const free = []
  const all = []
  const times = []
  const failures = new Map()
  const routes = new Map()
  let under = 0
  let highest = 0
  const began = performance.now()
  const finished = []

  function fail(what) {
    failures.set(what, (failures.get(what) ?? 0) + 1)
  }

  async function send(intended) {
    const request = next()
    if (under >= most) return fail('not sent')
    highest = Math.max(highest, ++under)
    // A timer may be a little early.
    const late = Math.max(0, performance.now() - intended)
    const connection = free.pop() ?? all[all.push(openConnection(port)) - 1]
    const { status } = await connection.ask(toBytes(request))
    under--
    free.push(connection)
    const took = performance.now() - intended
    note(request.route, { took, late })
    if (status === (request.expected ?? 200)) times.push(took)
    else fail(`${request.method ?? 'GET'} ${request.path} ${status}`)
  }

  function note(route, { took, late }) {
    const sums = routes.get(route) ?? { count: 0, took: 0, late: 0 }
    routes.set(route, sums)
    sums.count++
    sums.took += took
    sums.late += late
  }

  for (let index = 0; index < count; index++) {
    const intended = began + (index * 1000) / perSecond
    const wait = intended - performance.now()
    // Timers are of whole milliseconds: what is due within this one goes at once.
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    finished.push(send(intended))
  }
  await Promise.all(finished)
  for (const connection of all) connection.close()
  const took = (performance.now() - began) / 1000
  const errors = [...failures.values()].reduce((sum, it) => sum + it, 0)
  return {
    requests: times.length,
    errors,
    failures,
    routes,
    perSecond: times.length / took,
    highest,
    ...sumUp(times),
  }
}
