/**
 * Where MiniStack, the AWS emulator, is on this machine: installed from PyPI when it is first asked for.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const version = '1.5.33'

/**
 * The Python that has the emulator, in a virtual environment of its own in the cache of this user. Clones share
 * it. Without a Python that can make one there is a sentence about that.
 */
export async function findMiniStack(): Promise<{ python: string } | { missing: string }> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(cache, 'plugboard', `ministack-${version}`)
  const own = join(folder, 'bin', 'python')
  if (existsSync(join(folder, 'bin', 'ministack'))) return { python: own }

  const python = process.env['PLUGBOARD_PYTHON'] ?? 'python3'
  try {
    await execute(python, ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'])
  } catch {
    const missing = `${python} is not Python 3.10 or later, with venv and pip`
    return {
      missing: `${missing}. On Debian: apt-get install python3-venv. PLUGBOARD_PYTHON names another.`,
    }
  }
  try {
    console.log(`Installing MiniStack ${version} from PyPI, once.`)
    await execute(python, ['-m', 'venv', folder])
    const pip = join(folder, 'bin', 'pip')
    await execute(pip, ['install', '--quiet', '--no-input', `ministack[full]==${version}`])
  } catch (error) {
    // Half an environment would be taken for a whole one.
    rmSync(folder, { recursive: true, force: true })
    return { missing: `pip could not install MiniStack: ${lastLine(error)}` }
  }
  return { python: own }
}

function lastLine(error: unknown): string {
  const { stderr = '', message } = error as Error & { stderr?: string }
  return (stderr.trim() || message).split('\n').pop()!
}
