/**
 * `npm run bench`: what a function of ours costs, cold and warm, next to the same function on other
 * frameworks and next to one that is written by hand. Ends with the budgets, and with code 1 when one
 * is broken.
 *
 *     npm run bench -- [--quick] [--jobs hello,jwt] [--cold 30] [--warm 10] [--only-ours] [--budgets FILE]
 *
 * A whole run also draws docs/bench.svg and writes its tables into docs/bench.md, which tells what is
 * measured, and how.
 *
 * @module
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBackend } from './functions/backend.mjs'
import { compare, listOthers, readBudgets } from './functions/budgets.mjs'
import { basis } from './functions/cost.mjs'
import { startRuntimeApi } from './functions/cold/runtime-api.mjs'
import { measureCold } from './functions/cold/measure.mjs'
import { makeRuntime } from './functions/cold/start.mjs'
import { contenders as all, ours } from './functions/contenders.mjs'
import { makeJobs } from './functions/jobs.mjs'
import { prepare } from './functions/prepare.mjs'
import { publish } from './functions/publish.mjs'
import { renderJob, renderVerdicts } from './functions/report.mjs'
import { toResults } from './functions/results.mjs'
import { measureWarm } from './functions/warm/measure.mjs'
import { installPeers } from './local/peers.mjs'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'only-ours': { type: 'boolean', default: false },
    jobs: { type: 'string', default: Object.keys(all).join(',') },
    cold: { type: 'string' },
    warm: { type: 'string' },
    budgets: { type: 'string' },
  },
})
// In CI peers are of no interest: they do not change with our code.
const isWithoutPeers = values.quick || values['only-ours']
const isWhole = !isWithoutPeers && Object.keys(all).join(',') === values.jobs
const budgets = readBudgets(values.budgets)
const rounds = {
  cold: Number(values.cold ?? (values.quick ? 15 : 30)),
  warm: Number(values.warm ?? (values.quick ? 5 : 10)),
}
const artifacts = join(import.meta.dirname, '../.artifacts/bench')
const say = (text) => process.stdout.write(`${text}\n`)
const report = (text) => process.stdout.isTTY && process.stderr.write(`\r\x1b[K${text}`)
const machine = () => ({
  node: process.version,
  cpu: `${availableParallelism()} × ${cpus()[0].model}`,
  load: loadavg()[0].toFixed(1),
})

say(`Node ${machine().node}, ${machine().cpu}; load average ${machine().load} at the beginning`)
say(`${rounds.cold} rounds cold, ${rounds.warm} warm; in parentheses 95 % intervals\n`)

installPeers({ isReferencesOnly: isWithoutPeers })
const folder = join(artifacts, `functions-${process.pid}`)
const backend = await startBackend()
const api = await startRuntimeApi()
try {
  const jobs = makeJobs(backend)
  const env = { ...backend.env, PATH: process.env.PATH }
  const tools = { api, env, runtime: makeRuntime(join(folder, 'runtime')) }
  const contenders = await prepare(listContenders(), { jobs, folder, report, ...tools })

  const entrants = contenders.filter(({ isWarmOnly }) => !isWarmOnly)
  const cold = await measureCold({
    contenders: entrants,
    jobs,
    rounds: rounds.cold,
    report,
    ...tools,
  })
  const results = {}
  for (const [name, job] of Object.entries(jobs)) {
    const own = contenders.filter((it) => it.job === name)
    if (own.length === 0) continue
    report(`warm, ${job.title}`)
    const options = { job, contenders: own, rounds: rounds.warm, env: { ...env, ...job.env } }
    results[name] = toResults(own, cold, await measureWarm(options), job)
    report('')
    say(`${renderJob(job.title, results[name])}\n`)
  }
  finish(results, jobs)
} finally {
  api.stop()
  await backend.stop()
  rmSync(folder, { recursive: true, force: true })
}

function listContenders() {
  const others = listOthers(budgets)
  const isOwn = ({ name, isReference }) => isReference || name === ours || others.includes(name)
  const isIn = isWithoutPeers ? isOwn : () => true
  const jobs = values.jobs.split(',')
  return Object.entries(all)
    .filter(([job]) => jobs.includes(job))
    .flatMap(([job, list]) => list.filter(isIn).map((it) => ({ ...it, job })))
}

function finish(results, jobs) {
  const verdicts = compare(results, budgets)
  say(`budgets (load average ${machine().load} at the end)\n${renderVerdicts(verdicts)}`)
  const titles = Object.fromEntries(Object.entries(jobs).map(([name, { title }]) => [name, title]))
  const written = {
    ...machine(),
    basis,
    at: new Date().toISOString(),
    rounds,
    titles,
    results,
    verdicts,
  }
  mkdirSync(artifacts, { recursive: true })
  writeFileSync(join(artifacts, 'functions.json'), `${JSON.stringify(written, null, 2)}\n`)
  if (isWhole) publish(written)
  process.exitCode = verdicts.every(({ isKept }) => isKept) ? 0 : 1
}
