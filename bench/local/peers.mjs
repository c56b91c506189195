/**
 * serverless-offline and what it needs, installed when the bench wants it and never by the project.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../peers')
const note = join(folder, 'node_modules/.installed')

/** Does nothing when what the lock file says is there. @throws Error when npm cannot */
export function installPeers() {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  if (existsSync(note) && readFileSync(note, 'utf8') === lock) return
  const { status, stderr } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) throw new Error(`npm ci in bench/peers failed.\n${stderr}`)
  writeFileSync(note, lock)
}
