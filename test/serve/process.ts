/**
 * The server as a process of its own, as a container runs it.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ServeProcess = ReturnType<typeof startServe>

/** An entry of its log. */
export type Line = { message: string; level: string } & Record<string, unknown>

/** What has been built in a project, alone in a folder of its own, as in the container. */
export function moveOut(project: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-container-'))
  cpSync(join(project, '.plugboard/serve'), folder, { recursive: true })
  return folder
}

/** Starts it with this environment and no other. */
export function startServe(folder: string, env: Record<string, string>, args: string[] = []) {
  const child = spawn(
    process.execPath,
    [join(folder, 'server.mjs'), '--host', '127.0.0.1', ...args],
    { cwd: folder, env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  const ended = once(child, 'close') as Promise<[number | null, string | null]>

  const listLines = () =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{"') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line)

  return {
    child,
    output: () => output,

    /** Waits for an entry of the log. */
    async says(message: string | RegExp): Promise<Line> {
      const deadline = Date.now() + 20_000
      for (;;) {
        const found = listLines().find((it) => it.message.match(message))
        if (found) return found
        if (Date.now() > deadline || child.exitCode !== null) {
          throw new Error(`"${String(message)}" was not said, but:\n${output}`)
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },

    /** Asks it to end; answers its exit code. */
    async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
      child.kill(signal)
      return (await ended)[0]
    },
    ended: async () => (await ended)[0],
  }
}
