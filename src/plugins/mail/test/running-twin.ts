/**
 * A twin of one's own, for a test.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TwinState } from '#framework/service.ts'
import { findFreePorts } from '#framework/testing/free-ports.ts'
import { localSes } from '../twin.ts'

export interface RunningTwin {
  url: string
  /** What it printed. */
  lines: string[]
  /** What it shows in the console. */
  state: () => TwinState | Promise<TwinState>
  /** As one of the console's buttons does. */
  act: (action: string) => Promise<string | void>
  /** Stops it and starts it again on what it has kept. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

export async function startTwin(): Promise<RunningTwin> {
  const stateDir = await mkdtemp(join(tmpdir(), 'plugboard-mail-'))
  const port = await findFreePorts(1)
  const lines: string[] = []
  const start = () => localSes.start({ port, stateDir, log: (line) => lines.push(line) })
  let twin = await start()

  return {
    url: `http://127.0.0.1:${port}`,
    lines,
    state: () => twin.state!(),
    act: (action) => twin.act!(action),
    async restart() {
      await twin.stop()
      twin = await start()
    },
    async stop() {
      await twin.stop()
      await rm(stateDir, { recursive: true })
    },
  }
}
