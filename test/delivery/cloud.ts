/**
 * The whole local cloud as a process of its own: started, killed, started again, asked.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultRule, FaultSettings } from '../../framework/local/faults.ts'
import { getPorts } from '../../framework/plugin/ports.ts'
import { run, type Running } from '../../framework/test/scratch-project.ts'
import { findFreePorts, isFree } from '../../framework/testing/free-ports.ts'
import { killTree } from './kill-tree.ts'

/** A dead letter, as the console tells of it. */
export interface Letter {
  name: string
  body: string
  reason: string
  earlierReasons: readonly string[]
}

/** A cloud for the project; not started yet. */
export async function createCloud(folder: string) {
  const first = await findFreePorts(20)
  const ports = getPorts({ PLUGBOARD_PORT: String(first) })
  const state = join(folder, '.plugboard')
  let running: Running | undefined

  async function ask<T>(method: string, path: string): Promise<T> {
    const console = `http://localhost:${ports.console}`
    const response = await fetch(`${console}/api/${path}`, {
      method,
      headers: { origin: console, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return (await response.json()) as T
  }

  return {
    ports,

    /** The rules that are in effect from the next start on. */
    setFaults(seed: number, rules: readonly FaultSettings[]): void {
      mkdirSync(state, { recursive: true })
      writeFileSync(join(state, 'faults.json'), JSON.stringify({ seed, rules }))
    },

    /** The same with their counts. */
    readFaults: () =>
      (JSON.parse(readFileSync(join(state, 'faults.json'), 'utf8')) as { rules: FaultRule[] })
        .rules,

    async start(): Promise<void> {
      const boot = join('framework', 'local', 'boot.mjs')
      running = run(folder, [boot, 'start', '--port', String(first)])
      await running.prints(/Site\s+http/)
    },

    /** Ends all of it without a warning, and waits until nothing of it is left. */
    async kill(): Promise<void> {
      const lock = join(state, 'running.json')
      // Before its parent, at whose end it would end properly.
      if (existsSync(lock)) killTree(readPid(lock))
      running?.child.kill('SIGKILL')
      await running?.ends()
      rmSync(lock, { force: true })
      for (const port of [ports.site, ports.database, ports.delivery, ports.console]) {
        while (!(await isFree(port))) await rest(20)
      }
    },

    prints: (pattern: RegExp) => running!.prints(pattern),
    output: () => running?.output() ?? '',

    async listDead(): Promise<Letter[]> {
      const queues = await ask<{ messages: Letter[] }[]>('GET', 'dead')
      return queues.flatMap(({ messages }) => messages)
    },

    redrive: (name: string) => ask<{ moved: number }>('POST', `dead/${name}/redrive`),
  }
}

function readPid(lock: string): number {
  return (JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }).pid
}

/** Waits until something is true. @throws Error after so many seconds */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  seconds = 300,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} seconds`)
    await rest(100)
  }
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
