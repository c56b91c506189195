/**
 * Fingerprints of what bundles are made of. A file is read again only when its size or time has changed.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const read = new Map<string, { size: number; time: number; hash: string }>()

/** A short hash of some texts. */
export function toHash(texts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex').slice(0, 24)
}

/** Of a file's content; of one that is not there, nothing. */
export function printFile(path: string): string {
  const { size = 0, mtimeMs: time = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {}
  if (time === 0) return ''
  const known = read.get(path)
  if (known?.size === size && known.time === time) return known.hash
  const hash = toHash([readFileSync(path)])
  read.set(path, { size, time, hash })
  return hash
}

/** Of the names in a folder that an import may mean. */
export function printFolder(path: string): string {
  try {
    return toHash(readdirSync(path).filter(isModule).toSorted())
  } catch {
    return ''
  }
}

/** The folders in which a new file could be what one of these means by an import. */
export function foldersAround(files: readonly string[]): string[] {
  // What packages have inside follows what is installed.
  const own = files.filter((file) => !/[/\\]node_modules[/\\]/.test(file))
  return [...new Set(own.flatMap((file) => [dirname(file), dirname(dirname(file))]))]
}

/** Of all that decides how a bundle is made: what is installed, and the code that makes it. */
export function printGround(root: string): string {
  const builders = globSync('*.ts', { cwd: import.meta.dirname }).toSorted()
  const files = [
    'package.json',
    'tsconfig.json',
    'node_modules/.package-lock.json',
    'package-lock.json',
    'pnpm-lock.yaml',
    'yarn.lock',
  ]
  return toHash([
    ...files.map((file) => printFile(join(root, file))),
    ...builders.map((file) => printFile(join(import.meta.dirname, file))),
  ])
}

/** When the youngest of them was written, in epoch milliseconds. */
export function newest(files: readonly string[]): number {
  return Math.max(0, ...files.map((file) => statSync(file).mtimeMs))
}

function isModule(name: string): boolean {
  return /\.(c|m)?(t|j)sx?$|\.json$/.test(name)
}
