/**
 * A contender that runs: started, asked until it answers, changed, stopped.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { openConnection, toBytes } from '../load/connection.mjs'
import { empty, emptyHandler, requests } from './requests.mjs'

/** @returns its port and process, what stops it, and the milliseconds until its first answer */
export async function start(contender, port) {
  const began = performance.now()
  const { PATH, HOME, TMPDIR } = process.env
  const child = spawn(process.execPath, contender.command(String(port)), {
    cwd: contender.cwd,
    // Stock takes its other ports from here; the rest do without.
    env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...toPorts(port), ...contender.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Those that start others end together with them.
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (said = `${said}${chunk}`.slice(-4000)))
  }
  const stop = () => end(child)
  try {
    await untilAnswer(port, 'ok', child)
    return { port, pid: child.pid, first: performance.now() - began, stop }
  } catch (error) {
    await stop()
    throw new Error(`${contender.name}: ${error.message}\n${said}`, { cause: error })
  }
}

/** @throws Error when an answer is not the one that is to be measured */
export async function check(contender, { port }) {
  const connection = openConnection(port)
  for (const [name, request] of Object.entries(requests)) {
    const { status, body } = await connection.ask(toBytes(request))
    if (status === 200 && String(body).includes(request.expected)) continue
    throw new Error(
      `${contender.name} answers ${name} with ${status}: ${String(body).slice(0, 300)}`,
    )
  }
  connection.close()
}

/** Milliseconds from a change of the empty handler to its answer, several times. */
export async function edit(contender, server, times = 5) {
  const all = []
  for (let turn = 0; turn < times; turn++) {
    // Whoever edits looks at what came of it first.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const text = turn === times - 1 ? 'ok' : `edited ${turn}`
    const began = performance.now()
    writeFileSync(contender.source, emptyHandler(text))
    await untilAnswer(server.port, text)
    all.push(performance.now() - began)
  }
  return all
}

async function untilAnswer(port, text, child) {
  const connection = openConnection(port)
  const bytes = toBytes(requests[empty])
  const deadline = performance.now() + 60_000
  for (;;) {
    const { status, body } = await connection.ask(bytes)
    if (status === 200 && String(body).includes(text)) return connection.close()
    if (child && child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}.`)
    if (performance.now() > deadline)
      throw new Error(`no answer within 60 s, but status ${status}.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function toPorts(port) {
  const [events, tables, internal] = [port + 1, port + 2, port + 3].map(String)
  return { ARC_EVENTS_PORT: events, ARC_TABLES_PORT: tables, ARC_INTERNAL_PORT: internal }
}

async function end(child) {
  const signal = (name) => {
    try {
      process.kill(-child.pid, name)
    } catch {
      // All of them are gone.
    }
  }
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  signal('SIGTERM')
  const late = setTimeout(() => signal('SIGKILL'), 8000)
  await ended
  clearTimeout(late)
  signal('SIGKILL')
}
