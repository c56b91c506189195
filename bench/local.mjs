/**
 * `npm run bench:local`: stock `arc sandbox` and ours, one after the other, with the same empty
 * handler, in folders that are thrown away.
 *
 *     npm run bench:local -- [--seconds 5]
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { findFreePorts } from '../framework/testing/free-ports.ts'
import { ask, load } from './load.mjs'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } })
const seconds = Number(values.seconds)
const say = (line) => process.stdout.write(`${line}\n`)
const project = join(import.meta.dirname, '..')
const handler = "export async function handler() {\n  return { statusCode: 200, body: 'ok' }\n}\n"

const contenders = [
  {
    name: 'arc sandbox (stock)',
    files: {
      'app.arc': '@app\nbench\n\n@http\nget /\n',
      'package.json': '{ "type": "module" }\n',
      'src/http/get-index/index.mjs': handler,
    },
    command: (port) => ['node_modules/.bin/arc', 'sandbox', '--port', port, '--quiet'],
  },
  {
    name: 'npm start (ours)',
    copies: ['framework', 'package.json', 'tsconfig.json'],
    files: {
      'app.arc':
        '@app\nbench\n\n@aws\nruntime typescript\n\n@plugins\nplugboard\n  src framework/plugin.ts\n\n@http\nget /\n',
      'src/http/get-index/index.ts': handler,
    },
    command: (port) => ['framework/local/start.ts', '--port', port, '--quiet'],
  },
]

say(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}; ${seconds} s each\n`)
const results = []
for (const contender of contenders) results.push(await measure(contender))
print(results)

async function measure({ name, files, copies = [], command }) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-bench-')))
  for (const it of copies) cpSync(join(project, it), join(folder, it), { recursive: true })
  symlinkSync(realpathSync(join(project, 'node_modules')), join(folder, 'node_modules'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const port = await findFreePorts(20)
  const url = `http://127.0.0.1:${port}/`
  const began = performance.now()
  const server = spawn(process.execPath, command(String(port)), {
    cwd: folder,
    env: toEnv(port),
    stdio: 'ignore',
  })
  try {
    await answers(url, server)
    const first = performance.now() - began
    await load({ url, connections: 4, seconds: 1 })
    const runs = []
    for (const connections of [1, 8, 50]) {
      runs.push({ connections, ...(await load({ url, connections, seconds, count: 100_000 })) })
    }
    return { name, first, runs }
  } finally {
    await stop(server)
    rmSync(folder, { recursive: true, force: true })
  }
}

// Stock takes its other ports from here; ours does without.
function toEnv(port) {
  const { PATH, HOME } = process.env
  const ports = {
    ARC_EVENTS_PORT: port + 1,
    ARC_TABLES_PORT: port + 2,
    ARC_INTERNAL_PORT: port + 3,
  }
  return { PATH, HOME, ...ports, ARC_HOST: '127.0.0.1' }
}

async function answers(url, server) {
  const deadline = performance.now() + 60_000
  while ((await ask(url)) !== 200) {
    if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}.`)
    if (performance.now() > deadline) throw new Error('No answer within 60 seconds.')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function stop(server) {
  if (server.exitCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const late = setTimeout(() => server.kill('SIGKILL'), 8000)
  await ended
  clearTimeout(late)
}

function print([stock, ours]) {
  for (const { name, first, runs } of [stock, ours]) {
    say(`${name}: first answer after ${(first / 1000).toFixed(2)} s`)
    for (const { connections, perSecond, p50, p99, requests, errors } of runs) {
      say(
        `  ${String(connections).padStart(2)} connections  ${perSecond.toFixed(1).padStart(8)} requests/s` +
          `  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  (${requests} answers, ${errors} errors)`,
      )
    }
  }
  const ratios = ours.runs.map(
    ({ connections, perSecond }, index) =>
      `${(perSecond / stock.runs[index].perSecond).toFixed(0)} × at ${connections}`,
  )
  say(`ours / stock in requests/s: ${ratios.join(', ')}`)
}
