/**
 * Where the time of a load went: what the client saw, taken apart by what the local cloud tells.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/**
 * Milliseconds of an average request, in the order in which it passes them; together they are `all`.
 *
 * @typedef {object} Place
 * @property {string} name a route, or what works off messages
 * @property {number} count requests, or invocations
 * @property {number} all
 * @property {number} late in the client, which was too busy to send it in time
 * @property {number} router HTTP and the router, both ways
 * @property {number} waiting for an instance that was at something else
 * @property {number} starting for an instance that was starting
 * @property {number} handing over to the instance, and back
 * @property {number} inFunction
 * @property {number} database
 * @property {number} delivery sending a message
 * @property {number} [cpu] of the processors, in the function
 * @property {number} coldStarts
 * @property {number} [messages]
 * @property {number} [underWay] until a message was handed to the function
 */

/** What counts at a moment. @param {{ port: number, pid: number }} server the local cloud */
export async function takeSnapshot({ port, pid }) {
  const answer = await fetch(`http://localhost:${port + 15}/api/times`)
  if (!answer.ok) throw new Error(`The console of the local cloud answers ${answer.status}.`)
  const { cpu, functions } = await answer.json()
  const { user, system } = process.cpuUsage()
  const all = cpus().map(({ times }) => times)
  const busy = all.reduce((sum, it) => sum + it.user + it.sys + it.nice + it.irq, 0)
  const own = { main: cpu, client: (user + system) / 1000, database: readDatabase(pid) }
  return { at: performance.now(), functions, busy, ...own }
}

/** A snapshot once what the requests led to is done, which it waits for at most 30 seconds. */
export async function settle(server) {
  const count = ({ functions }) => Object.values(functions).reduce((sum, it) => sum + it.count, 0)
  const deadline = performance.now() + 30_000
  let last = await takeSnapshot(server)
  for (let quiet = 0; quiet < 3 && performance.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    const next = await takeSnapshot(server)
    quiet = count(next) === count(last) ? quiet + 1 : 0
    last = next
  }
  return last
}

/** @returns {{ requests: Place[], behind: Place[], all: Place }} the most frequent first */
export function takeApart({ routes, before, after }) {
  const names = Object.keys(after.functions)
  const used = new Map(names.map((name) => [name, subtract(after, before, name)]))
  const requests = [...routes].map(([route, seen]) =>
    toPlace(route, seen, used.get(`@http ${route}`)),
  )
  const behind = [...used]
    .filter(([name, { count }]) => count > 0 && !name.startsWith('@http '))
    .map(([name, sums]) => toPlace(name, undefined, sums))
  const byCount = (one, other) => other.count - one.count
  return { requests: requests.sort(byCount), behind: behind.sort(byCount), all: average(requests) }
}

/** Shares of all processors, of the whole time between two snapshots. */
export function shareProcessors(before, after) {
  const whole = (after.at - before.at) * cpus().length
  const cpu = ({ functions }) => Object.values(functions).reduce((sum, it) => sum + it.cpu, 0)
  const share = (milliseconds) => Math.max(0, milliseconds / whole)
  const busy = share(after.busy - before.busy)
  const main = share(after.main - before.main)
  const functions = share(cpu(after) - cpu(before))
  const client = share(after.client - before.client)
  const database = share(after.database - before.database)
  const others = Math.max(0, busy - main - functions - database - client)
  return { busy, main, functions, database, client, others }
}

// Milliseconds of the processors that dynoxide has used, where /proc tells.
function readDatabase(pid) {
  const stats = globSync('/proc/[0-9]*/stat').flatMap(readStat)
  const parents = new Map(stats.map(({ own, parent }) => [own, parent]))
  const isOurs = (process) => process === pid || (process > 1 && isOurs(parents.get(process)))
  const found = stats.find(({ name, own }) => name === 'dynoxide' && isOurs(own))
  // Clock ticks are of 10 ms on all machines that Node runs on.
  return 10 * (found?.ticks ?? 0)
}

function readStat(file) {
  try {
    const text = readFileSync(file, 'utf8')
    const end = text.lastIndexOf(')')
    const [, parent, ...rest] = text.slice(end + 2).split(' ')
    const name = text.slice(text.indexOf('(') + 1, end)
    const own = Number.parseInt(text, 10)
    return [{ own, parent: Number(parent), name, ticks: Number(rest[9]) + Number(rest[10]) }]
  } catch {
    // It has ended meanwhile.
    return []
  }
}

const empty = { count: 0, coldStarts: 0, waiting: 0, starting: 0, duration: 0, handing: 0, cpu: 0 }

function subtract(after, before, name) {
  const [now, then = {}] = [after.functions[name], before.functions[name]]
  const minus = (one, other = {}) =>
    Object.fromEntries(Object.entries(one).map(([key, value]) => [key, value - (other[key] ?? 0)]))
  const { calls, ...sums } = now
  return { ...minus(sums, then), calls: minus(calls, then.calls) }
}

function toPlace(name, seen, sums = empty) {
  const each = (value = 0) => (sums.count > 0 ? value / sums.count : 0)
  const calls = Object.values(sums.calls ?? {}).reduce((sum, it) => sum + it, 0)
  const database = each(sums.calls?.database)
  const delivery = each(sums.calls?.delivery)
  const inside = each(sums.waiting) + each(sums.starting) + each(sums.duration)
  const all = seen ? seen.took / seen.count : inside
  const late = seen ? seen.late / seen.count : 0
  return {
    name,
    count: seen?.count ?? sums.count,
    all,
    late,
    router: Math.max(0, all - late - inside),
    waiting: each(sums.waiting),
    starting: each(sums.starting),
    handing: each(sums.handing),
    inFunction: Math.max(0, each(sums.duration - sums.handing - calls)),
    database,
    delivery,
    cpu: each(sums.cpu),
    coldStarts: sums.coldStarts,
    ...(sums.messages > 0 && {
      messages: sums.messages,
      underWay: sums.underWay / sums.messages,
    }),
  }
}

function average(places) {
  const count = places.reduce((sum, it) => sum + it.count, 0)
  const of = (key) => places.reduce((sum, it) => sum + it[key] * it.count, 0) / count
  const parts = [
    'all',
    'late',
    'router',
    'waiting',
    'starting',
    'handing',
    'inFunction',
    'database',
    'delivery',
    'cpu',
  ]
  return {
    name: 'all requests',
    count,
    ...Object.fromEntries(parts.map((key) => [key, of(key)])),
    coldStarts: places.reduce((sum, it) => sum + it.coldStarts, 0),
  }
}
