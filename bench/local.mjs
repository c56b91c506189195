/**
 * `npm run bench:local`: how fast the local cloud is, next to other ways to run the same handlers on
 * the same machine. Ends with a table of budgets, and with code 1 when one is missed.
 *
 *     npm run bench:local -- [--seconds 2] [--rounds 3] [--without serverless-offline]
 *
 * All contenders are up at once and asked in turn, so that what else the machine does strikes all of
 * them alike. What is told of several rounds is the median.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { findFreePorts } from '../framework/testing/free-ports.ts'
import { load } from './load/closed.mjs'
import { makeSite, startBackend } from './local/backend-process.mjs'
import { toBare, toOurs, toServed, toServerlessOffline, toStock } from './local/contenders.mjs'
import { installPeers } from './local/peers.mjs'
import { merge, renderBudgets, renderTables, toBudgets } from './local/report.mjs'
import { levels, requests } from './local/requests.mjs'
import { check, edit, start } from './local/server.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    without: { type: 'string', multiple: true, default: [] },
  },
})
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const say = (text) => process.stdout.write(`${text}\n`)
const average = () => loadavg()[0].toFixed(1)

say(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0].model}`)
say(`${rounds} rounds of ${seconds} s; load average ${average()} at the beginning\n`)

const site = makeSite()
const backend = await startBackend(site, await findFreePorts(20))
const folders = [site]
const running = []
try {
  const results = []
  for (const contender of listContenders()) {
    folders.push(contender.cwd)
    const server = await start(contender, await findFreePorts(20))
    running.push(server)
    await check(contender, server)
    results.push({ contender, server, name: contender.name, first: server.first, runs: {} })
  }
  await measureLoad(results)
  await measureEdits(results)
  say(renderTables(results))
  const budgets = toBudgets(results)
  say(`\nbudgets (load average ${average()} at the end)\n${renderBudgets(budgets)}`)
  process.exitCode = budgets.every(({ isKept }) => isKept) ? 0 : 1
} finally {
  await Promise.all(running.map(({ stop }) => stop()))
  await backend.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

function listContenders() {
  const all = [toStock(backend), toOurs({ site }), toServed({ site, ...backend }), toBare(backend)]
  if (values.without.includes('serverless-offline')) return all
  try {
    installPeers()
  } catch (error) {
    say(`serverless-offline is left out: ${error.message}`)
    return all
  }
  return [...all, toServerlessOffline(backend, true), toServerlessOffline(backend, false)]
}

async function measureLoad(results) {
  for (const [name, request] of Object.entries(requests)) {
    for (const { server, runs } of results) {
      runs[name] = {}
      await load({ port: server.port, request, connections: 8, seconds: 1 })
    }
    for (const connections of levels) {
      const found = new Map(results.map((it) => [it, []]))
      for (let round = 0; round < rounds; round++) {
        for (const result of results) {
          const { port } = result.server
          found.get(result).push(await load({ port, request, connections, seconds }))
        }
      }
      for (const [{ runs }, all] of found) runs[name][connections] = merge(all)
    }
  }
}

async function measureEdits(results) {
  for (const result of results) {
    const { contender, server } = result
    if (contender.isFollowing) {
      result.edits = await edit(contender, server)
      continue
    }
    await server.stop()
    const again = await start(contender, await findFreePorts(20))
    running.push(again)
    result.restart = again.first
  }
}
