/**
 * `npm run reset`: empties the folder where the local cloud keeps its data.
 *
 * @module
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { getStateDir } from '../local/cloud.ts'
import { findRunning, isStateDir } from '../local/lock.ts'

try {
  const { values } = parseArgs({ options: { state: { type: 'string', default: getStateDir() } } })
  const { line, code } = reset(values.state)
  console.log(line)
  process.exitCode = code
} catch (error) {
  console.error(`${(error as Error).message} Write: npm run reset -- --state FOLDER`)
  process.exitCode = 1
}

function reset(stateDir: string): { line: string; code: number } {
  if (!existsSync(stateDir)) return { line: `${stateDir} is empty already.`, code: 0 }

  const running = findRunning(stateDir)
  if (running) {
    const { port, pid } = running
    const line = `${stateDir} is in use by http://localhost:${port} (process ${pid}). Stop that first.`
    return { line, code: 1 }
  }
  // A mistyped folder must not be emptied.
  if (basename(stateDir) !== '.plugboard' && !isStateDir(stateDir)) {
    return { line: `${stateDir} holds no data of the local cloud. Nothing was done.`, code: 1 }
  }
  // What was built, and what is known of deployed stacks, is no state of the local cloud.
  const kept = ['build', 'compiled', 'deployed']
  const entries = readdirSync(stateDir).filter((name) => !kept.includes(name))
  for (const name of entries) rmSync(join(stateDir, name), { recursive: true, force: true })
  return { line: `${stateDir} is empty. The next npm start fills it anew.`, code: 0 }
}
