/**
 * MiniStack as a process of its own, on loopback, with IAM's rules in force.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { killTree } from '../../delivery/kill-tree.ts'

/** An account number is the key of that account's root, who may do all. */
export const account = '000000000000'
export const region = 'us-west-2'

/** The emulator, as it runs. */
export interface MiniStack {
  url: string
  port: number
  /** What it printed. */
  output: () => string
  stop: () => Promise<void>
}

/** Starts it on a loopback port. */
export async function startMiniStack(options: {
  python: string
  port: number
}): Promise<MiniStack> {
  const { python, port } = options
  // Not within the project: functions would take its package.json for their own.
  const folder = mkdtempSync(join(tmpdir(), 'ministack-'))
  const file = join(folder, 'output.txt')
  const output = openSync(file, 'a')
  const child = spawn(python, [join(import.meta.dirname, 'emulator.py')], {
    cwd: folder,
    stdio: ['ignore', output, output],
    // Functions inherit its environment: nothing of this machine may be in there.
    env: {
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: folder,
      TMPDIR: folder,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      AUTH: 'true',
      MINISTACK_REGION: region,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'test',
      // AWS waits one minute, then two, before it gives an event to a failing function again.
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.5',
      LAMBDA_ASYNC_RETRY_MAX_SECONDS: '1',
    },
  })
  closeSync(output)
  const url = `http://127.0.0.1:${port}`
  const printed = () => readFileSync(file, 'utf8')

  async function stop(): Promise<void> {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    // With its functions, which would else outlive it.
    killTree(child.pid!)
    await ended
    rmSync(folder, { recursive: true, force: true })
  }

  const deadline = Date.now() + 30_000
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`MiniStack did not start:\n${printed()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { url, port, output: printed, stop }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_ministack/ready`)).ok
  } catch {
    return false
  }
}
