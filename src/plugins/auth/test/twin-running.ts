/**
 * A twin of one's own, for a test.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunningTwin } from '#framework/service.ts'
import { findFreePorts } from '#framework/testing/free-ports.ts'
import { auth0 } from '../twin.ts'

export interface TestTwin {
  /** `http://localhost:1234`. */
  origin: string
  /** With Auth0's slash at the end. */
  issuer: string
  /** The site's, which nobody serves. */
  site: string
  stateDir: string
  port: number
  /** What it printed. */
  lines: string[]
  console: Required<Pick<RunningTwin, 'state' | 'act'>>
  /** Posts JSON to it. */
  post: (path: string, data?: object, headers?: Record<string, string>) => Promise<Response>
  /** Stops it, and leaves what it has kept. */
  halt: () => Promise<void>
  /** Stops it and starts it again on what it has kept. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

export async function startTwin(): Promise<TestTwin> {
  const stateDir = await mkdtemp(join(tmpdir(), 'plugboard-auth0-'))
  const site = await findFreePorts(2)
  const port = site + 1
  process.env['PLUGBOARD_PORT'] = String(site)
  const lines: string[] = []
  const start = () => auth0.start({ port, stateDir, log: (line) => lines.push(line) })
  let running: RunningTwin | undefined = await start()
  const origin = `http://localhost:${port}`

  return {
    origin,
    issuer: `${origin}/`,
    site: `http://localhost:${site}`,
    stateDir,
    port,
    lines,
    console: {
      state: () => running!.state!(),
      act: (action, id) => running!.act!(action, id),
    },
    post: (path, data = {}, headers) =>
      fetch(origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(data),
      }),
    halt,
    async restart() {
      await halt()
      running = await start()
      await isBack(origin)
    },
    async stop() {
      await halt()
      await rm(stateDir, { recursive: true })
    },
  }

  async function halt(): Promise<void> {
    await running?.stop()
    running = undefined
  }
}

// The connections that were open before are found dead by whoever uses them next.
async function isBack(origin: string): Promise<void> {
  const isThere = () =>
    fetch(`${origin}/.well-known/openid-configuration`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isThere())) await new Promise(setImmediate)
}
