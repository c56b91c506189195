/**
 * Which process uses a state folder: two would write to one database.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A running local cloud. */
export interface Running {
  pid: number
  /** Its site's port. */
  port: number
}

const nameOf = (stateDir: string) => join(stateDir, 'running.json')

/** The other process that uses the folder, if it is alive. */
export function findRunning(stateDir: string): Running | undefined {
  try {
    const running = JSON.parse(readFileSync(nameOf(stateDir), 'utf8')) as Running
    return running.pid !== process.pid && isAlive(running.pid) ? running : undefined
  } catch {
    return undefined
  }
}

/** Whether the folder was made by a local cloud. */
export function isStateDir(stateDir: string): boolean {
  return existsSync(join(stateDir, 'plugboard.json'))
}

/** Marks the folder as used until this process ends. */
export function lockState(stateDir: string, port: number): void {
  mkdirSync(stateDir, { recursive: true })
  writeFileSync(join(stateDir, 'plugboard.json'), JSON.stringify({ state: 1 }))
  writeFileSync(nameOf(stateDir), JSON.stringify({ pid: process.pid, port }))
  process.once('exit', () => rmSync(nameOf(stateDir), { force: true }))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
