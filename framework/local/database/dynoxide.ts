/**
 * dynoxide: DynamoDB on SQLite, one binary.
 *
 * @see https://github.com/nubo-db/dynoxide
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { findRoot } from '../../plugin/root.ts'

const name = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide'

/** Where the binary is on this machine, best place first. */
export function findDynoxide(): string[] {
  const folders = [
    findPackage(),
    join(findRoot(), 'node_modules/.bin'),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  const found = folders.filter(Boolean).map((folder) => join(folder!, name))
  return [...new Set(found)].filter((file) => existsSync(file))
}

/**
 * Starts the binary and answers the function that stops it.
 *
 * @throws Error with what the binary said when it did not come up.
 */
export async function startDynoxide(options: {
  binary: string
  port: number
  path?: string
  log: (line: string) => void
}): Promise<() => Promise<void>> {
  const { binary, port, path, log } = options
  if (path) mkdirSync(dirname(path), { recursive: true })

  const server = spawn(
    binary,
    ['--host', '127.0.0.1', '--port', String(port), ...(path ? ['--db-path', path] : [])],
    // Its own group: Ctrl+C in the terminal is ours to handle, after the last request.
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true, windowsHide: true },
  )
  await untilListening(server)
  const letGo = tieToParent(server)

  let stopping = false
  server.once('exit', (code, signal) => {
    letGo()
    if (!stopping) log(`[database] dynoxide ended unasked (${signal ?? code}). Restart to go on.`)
  })

  return async () => {
    stopping = true
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((end) => server.once('exit', end))
    server.kill('SIGTERM')
    const timer = setTimeout(() => server.kill('SIGKILL'), 2000)
    await ended
    clearTimeout(timer)
  }
}

function findPackage(): string | undefined {
  try {
    const { resolve: find } = createRequire(import.meta.url)
    return dirname(find(`@dynoxide/${process.platform}-${process.arch}/package.json`))
  } catch {
    return undefined
  }
}

function untilListening(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = ''
    const timer = setTimeout(() => {
      server.kill('SIGKILL')
      fail(new Error(`it did not come up within 10 s. ${said}`))
    }, 10_000)

    const onExit = (code: number | null) => {
      clearTimeout(timer)
      fail(new Error(said.trim() || `it ended with code ${code}`))
    }
    server.once('error', (error) => {
      clearTimeout(timer)
      fail(error)
    })
    server.once('exit', onExit)
    server.stderr!.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-2000)
      if (!said.includes('listening on')) return
      clearTimeout(timer)
      server.off('exit', onExit)
      done()
    })
  })
}

/**
 * Sees to it that the database does not outlive this process, however it ends.
 *
 * The watcher reads from a pipe that only we hold. When we are gone, SIGKILL included, the system
 * closes the pipe, the watcher reads the end of it, and ends the database.
 */
function tieToParent(server: ChildProcess): () => void {
  const { pid } = server
  const stop = () => server.kill('SIGTERM')
  process.once('exit', stop)
  // Neither of them keeps this process from ending.
  server.unref()
  unref(server.stderr)
  if (process.platform === 'win32') return () => process.off('exit', stop)

  const watcher = spawn('/bin/sh', ['-c', 'read -r _; kill "$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.unref()
  unref(watcher.stdin)

  return () => {
    process.off('exit', stop)
    watcher.kill('SIGKILL')
  }
}

function unref(stream: unknown) {
  ;(stream as { unref?: () => void } | null)?.unref?.()
}
