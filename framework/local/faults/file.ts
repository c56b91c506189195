/**
 * The rules on disk, with how often each has struck and how far its dice have rolled.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** As JSON; rules are checked by whoever reads them. */
export interface FaultsFile {
  seed?: number
  rules?: readonly Record<string, unknown>[]
}

/** What the folder keeps. @throws Error when it is not what we write */
export function readFaults(stateDir: string): FaultsFile {
  const path = nameOf(stateDir)
  if (!existsSync(path)) return {}
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as FaultsFile
    if (!Array.isArray(file.rules ?? [])) throw new Error('its rules are no list')
    return file
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/** Whole or not at all, whatever ends this process. */
export function writeFaults(stateDir: string, file: FaultsFile): void {
  const path = nameOf(stateDir)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, `${JSON.stringify(file, undefined, 2)}\n`)
  renameSync(`${path}.new`, path)
}

function nameOf(stateDir: string): string {
  return join(stateDir, 'faults.json')
}
