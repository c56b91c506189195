/**
 * `npm run bench:load`: the whole local cloud under the load of a busy site. 200,000 requests in an
 * hour for ten minutes, then ten times as many for one. Ends with code 1 when a budget is missed.
 *
 *     npm run bench:load -- [--rate 56] [--minutes 10] [--burst 560] [--burst-seconds 60] [--seed 1]
 *
 * Requests go out when it is time, whether the others are answered or not, and count from then.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { findFreePorts } from '../framework/testing/free-ports.ts'
import { hold } from './load/open.mjs'
import { createMix } from './load/mixed-site.mjs'
import { makeSite } from './local/backend-process.mjs'
import { toOurs } from './local/contenders.mjs'
import { renderBudgets } from './local/report.mjs'
import { start } from './local/server.mjs'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '56' },
    minutes: { type: 'string', default: '10' },
    burst: { type: 'string', default: '560' },
    'burst-seconds': { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
})
const say = (text) => process.stdout.write(`${text}\n`)
const average = () => loadavg()[0].toFixed(1)

say(
  `Node ${process.version}, ${availableParallelism()} × ${cpus()[0].model}; load average ${average()}\n`,
)
const site = makeSite()
const server = await start(toOurs({ site }), await findFreePorts(20))
try {
  const { port } = server
  const next = await createMix({ port, seed: Number(values.seed) })
  // Every function has been called once before it counts.
  await hold({ port, perSecond: 10, seconds: 20, next })

  const stages = [
    { perSecond: Number(values.rate), seconds: Number(values.minutes) * 60, most: 50 },
    { perSecond: Number(values.burst), seconds: Number(values['burst-seconds']) },
  ].filter(({ seconds }) => seconds > 0)
  const budgets = []
  for (const { most, ...stage } of stages) {
    const result = await hold({ port, next, ...stage })
    say(describe(stage, result))
    budgets.push(...toBudgets(stage, result, most))
  }
  say(`\nbudgets (load average ${average()} at the end)\n${renderBudgets(budgets)}`)
  process.exitCode = budgets.every(({ isKept }) => isKept) ? 0 : 1
} finally {
  await server.stop()
  rmSync(site, { recursive: true, force: true })
}

function describe({ perSecond, seconds }, result) {
  const { requests, failures, highest, p50, p95, p99, max } = result
  const times = [p50, p95, p99, max].map((it) => it.toFixed(1))
  const wrong = [...failures].map(([what, count]) => `\n    ${count} × ${what}`)
  return (
    `${perSecond}/s for ${seconds} s: ${requests} good answers (${result.perSecond.toFixed(1)}/s), ` +
    `p50 ${times[0]} ms, p95 ${times[1]} ms, p99 ${times[2]} ms, longest ${times[3]} ms, ` +
    `at most ${highest} at once${wrong.join('')}`
  )
}

function toBudgets({ perSecond, seconds }, { errors, p95 }, most) {
  const name = `${perSecond}/s for ${seconds} s`
  const kept = [{ name: `${name}: no errors`, value: `${errors}`, isKept: errors === 0 }]
  if (!most) return kept
  const value = `${p95.toFixed(1)} ms`
  return [...kept, { name: `${name}: p95 at most ${most} ms`, value, isKept: p95 <= most }]
}
