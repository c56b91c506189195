/**
 * An app of one's own for a test: started as `npm start` starts it, on free ports, with state that
 * is thrown away.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { findFreePorts } from '../testing/free-ports.ts'

/** Addresses of a running app; the outbox is absent where the service mail is unplugged. */
export interface Addresses {
  BASE_URL: string
  OUTBOX_URL?: string
}

/** Which app, and how. */
export interface OwnAppOptions {
  /** The folder of the app. Default: the one that this runs in. */
  cwd?: string
  /** More for `npm start`: `['--reports']`. */
  parameters?: readonly string[]
}

const startFile = join(import.meta.dirname, '../local/start.ts')

/**
 * Starts the app, lets `run` use it, and stops it whatever happens. What the app printed is shown
 * when `run` answers with anything but 0, or throws.
 */
export async function withOwnApp(
  run: (addresses: Addresses, printed: () => string) => Promise<number>,
  { cwd = '.', parameters = [] }: OwnAppOptions = {},
): Promise<number> {
  const port = await findFreePorts(20)
  const state = mkdtempSync(join(tmpdir(), 'plugboard-'))
  // It has an address of its own, whatever a test that starts it has.
  const { APP_URL: _address, LOG_LEVEL: _level, ...env } = process.env
  const app = spawn(
    process.execPath,
    [startFile, '--port', String(port), '--state', state, ...parameters],
    { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const chunks: Buffer[] = []
  app.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  app.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const printed = () => stripVTControlCharacters(Buffer.concat(chunks).toString())

  let code = 1
  try {
    const screen = await waitForScreen(app, printed)
    const outbox = /outbox\s+(http:\/\/\S+)/i.exec(screen)?.[1]
    const addresses = {
      BASE_URL: `http://localhost:${port}`,
      ...(outbox && { OUTBOX_URL: outbox.replace(/\/$/, '') }),
    }
    code = await run(addresses, printed)
  } catch (error) {
    console.log((error as Error).message)
  } finally {
    if (code !== 0) console.log(`\nWhat the app printed:\n${toTelling(printed())}`)
    await stop(app)
    rmSync(state, { recursive: true, force: true })
  }
  return code
}

/** Runs a tape suite, reported by tap-arc; 0 when all of it passed. */
export async function runTape(files: string[], env: Record<string, string>): Promise<number> {
  const tape = spawn('tape', files, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const reporter = spawn('tap-arc', { stdio: ['pipe', 'inherit', 'inherit'] })
  tape.stdout.pipe(reporter.stdin)
  const [[code], [report]] = await Promise.all([once(tape, 'close'), once(reporter, 'close')])
  return code === 0 && report === 0 ? 0 : 1
}

/** Without the requests that went well: after a suite they are a thousand lines. */
function toTelling(output: string): string {
  const lines = output.split('\n')
  return lines.filter((line) => !/^[\d:]+ [23]\d\d [A-Z]+ \S+ \d+ ms\b/.test(line)).join('\n')
}

async function waitForScreen(app: ChildProcess, printed: () => string): Promise<string> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (app.exitCode !== null)
      throw new Error(`The app ended with code ${app.exitCode} at its start.`)
    if (/^\s+State\s/m.test(printed())) return printed()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('The app did not show its screen within 60 seconds.')
}

async function stop(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null) return
  const ended = once(app, 'exit')
  app.kill('SIGTERM')
  const late = setTimeout(() => app.kill('SIGKILL'), 8000)
  await ended
  clearTimeout(late)
}
