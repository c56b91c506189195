/**
 * Starts the twins' process, and ends it.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The twins of the project in `folder`, whose site is at the port `site`. */
export async function startTwinsOf(folder: string, site: number) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'twins.ts')], {
    cwd: folder,
    env: { ...process.env, PLUGBOARD_PORT: String(site) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  const ended = once(child, 'exit')
  while (!output.includes('The twins run.')) {
    const isOver = await Promise.race([
      ended.then(() => true),
      once(child.stdout, 'data').then(() => false),
    ])
    if (isOver) throw new Error(`The twins did not start:\n${output}`)
  }
  return {
    output: () => output,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
