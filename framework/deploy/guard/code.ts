/**
 * A mark on each function that tells one build of it from another: Architect’s own upload differs each
 * time, even when the code does not.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFunctions, type Template } from '../cloudformation.ts'

/** Writes the mark of every function that has been built, where `guard/difference.ts` looks for it. */
export function markCode(template: Template): void {
  for (const [, resource] of listFunctions(template)) {
    const folder = String(resource.Properties['CodeUri'])
    if (!existsSync(folder)) continue
    resource.Metadata = { ...resource.Metadata, Plugboard: { code: hashFolder(folder) } }
  }
}

function hashFolder(folder: string): string {
  const hash = createHash('sha256')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
  for (const file of files) {
    hash.update(`${file.slice(folder.length)}\0`)
    hash.update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}
