/**
 * What is compared with, installed when a bench wants it and never by the project.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../peers')
const note = join(folder, 'node_modules/.installed')

/**
 * Does nothing when what the lock file says is there. The references are what package.json has under
 * `dependencies`: they take 3 seconds, where all peers take 40.
 *
 * @throws Error when npm cannot
 */
export function installPeers({ isReferencesOnly = false } = {}) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8')
  const found = existsSync(note) ? readFileSync(note, 'utf8') : ''
  const notes = { all: lock, references: `references\n${lock}` }
  if (found === notes.all || (isReferencesOnly && found === notes.references)) return
  const { status, stderr } = spawnSync(
    'npm',
    [
      'ci',
      ...(isReferencesOnly ? ['--omit=dev'] : []),
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ],
    {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0) throw new Error(`npm ci in bench/peers failed.\n${stderr}`)
  writeFileSync(note, isReferencesOnly ? notes.references : notes.all)
}
