/**
 * `npm run bench:load`: the whole local cloud under the load of a busy site, and where the time goes.
 * 200,000 requests in an hour are 56 a second; ten times as many; and as many as it can do. Ends with
 * code 1 when a budget is missed.
 *
 *     npm run bench:load -- [--rates 56,560,saturate] [--seconds 60] [--bound 250] [--step 10] [--seed 1]
 *
 * A rate may have seconds of its own: `--rates 56:600,560`. `saturate` goes up in steps of `--step`
 * seconds until one is not kept up with: an error, 95 of 100 answers not within `--bound` milliseconds,
 * or answers that come more slowly than requests.
 *
 * Requests go out when it is time, whether the others are answered or not, and count from then. All
 * figures of the last run are in .artifacts/bench/load.json.
 *
 * @module
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findFreePorts } from '../framework/testing/free-ports.ts'
import { createMix } from './load/mixed-site.mjs'
import { hold } from './load/open.mjs'
import { legend, renderSummary, renderWhere } from './load/report.mjs'
import { saturate } from './load/saturation.mjs'
import { settle, shareProcessors, takeApart, takeSnapshot } from './load/where.mjs'
import { makeSite } from './local/backend-process.mjs'
import { toOurs } from './local/contenders.mjs'
import { renderBudgets } from './local/report.mjs'
import { start } from './local/server.mjs'

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '56,560,saturate' },
    seconds: { type: 'string', default: '60' },
    bound: { type: 'string', default: '250' },
    step: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
  },
})
const bound = Number(values.bound)
/** At the rate of the busy site 95 of 100 answers are there within so many milliseconds. */
const busySite = { perSecond: 56, most: 50 }
const artifacts = join(import.meta.dirname, '../.artifacts/bench')
const say = (text) => process.stdout.write(`${text}\n`)
const average = () => loadavg()[0].toFixed(1)
const machine = `Node ${process.version}, ${availableParallelism()} × ${cpus()[0].model}`

say(`${machine}; load average ${average()}\n\n${legend}\n`)
const site = makeSite()
const server = await start(toOurs({ site }), await findFreePorts(20))
try {
  const { port } = server
  const next = await createMix({ port, seed: Number(values.seed) })
  // Every function has been called once before it counts.
  await hold({ port, perSecond: 10, seconds: 20, next })

  const stages = []
  const budgets = []
  let saturation
  for (const { perSecond, seconds } of readRates()) {
    if (perSecond === 'saturate') {
      saturation = await findKnee(next, seconds)
      continue
    }
    const stage = await measure({ next, perSecond, seconds })
    say(`${renderSummary(stage)}\n${renderWhere(stage.where)}\n`)
    stages.push(stage)
    budgets.push(...toBudgets(stage))
  }
  say(`budgets (load average ${average()} at the end)\n${renderBudgets(budgets)}`)
  save({ stages, saturation, budgets })
  process.exitCode = budgets.every(({ isKept }) => isKept) ? 0 : 1
} finally {
  await server.stop()
  rmSync(site, { recursive: true, force: true })
}

function readRates() {
  return values.rates.split(',').map((text) => {
    const [rate, seconds] = text.split(':')
    const isSearch = rate === 'saturate'
    const length = Number(seconds ?? (isSearch ? values.step : values.seconds))
    if ((!isSearch && !(Number(rate) > 0)) || !(length > 0)) {
      throw new Error(`--rates takes requests a second and "saturate", not "${text}".`)
    }
    return { perSecond: isSearch ? rate : Number(rate), seconds: length }
  })
}

async function measure({ next, perSecond, seconds }) {
  const before = await takeSnapshot(server)
  const result = await hold({ port: server.port, perSecond, seconds, next })
  const during = await takeSnapshot(server)
  const after = await settle(server)
  const where = {
    ...takeApart({ routes: result.routes, before, after }),
    processors: shareProcessors(before, during),
  }
  return { perSecond, seconds, result, where }
}

async function findKnee(next, seconds) {
  say(`as much as it can do, in steps of ${seconds} s`)
  const { knee, steps } = await saturate({
    bound,
    async run(perSecond) {
      const step = await measure({ next, perSecond, seconds })
      say(`  ${renderSummary(step)}`)
      return step
    },
  })
  const broken = steps.filter(({ reason }) => reason).sort(byRate)[0]
  if (knee) say(`\n${knee.perSecond}/s is kept up with:\n${renderWhere(knee.where)}`)
  if (broken) {
    say(`\n${broken.perSecond}/s is not: ${broken.reason}\n${renderWhere(broken.where)}\n`)
  }
  return { bound, knee: knee?.perSecond, steps }
}

function byRate(one, other) {
  return one.perSecond - other.perSecond
}

function toBudgets({ perSecond, seconds, result: { errors, p95 } }) {
  const name = `${perSecond}/s for ${seconds} s`
  const kept = [{ name: `${name}: no errors`, value: `${errors}`, isKept: errors === 0 }]
  if (perSecond !== busySite.perSecond) return kept
  const { most } = busySite
  const value = `${p95.toFixed(1)} ms`
  return [...kept, { name: `${name}: p95 at most ${most} ms`, value, isKept: p95 <= most }]
}

function save(run) {
  const plain = (_key, value) => (value instanceof Map ? Object.fromEntries(value) : value)
  const whole = { at: new Date().toISOString(), machine, load: average(), ...run }
  mkdirSync(artifacts, { recursive: true })
  writeFileSync(join(artifacts, 'load.json'), `${JSON.stringify(whole, plain, 2)}\n`)
}
