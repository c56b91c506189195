/**
 * The virtual modules for vitest, so that tests run the code that a bundle would.
 *
 * @module
 */
import { globSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { readManifest, type Inventory } from '../manifest.ts'
import { programName, toProgramModule } from './programs.ts'
import { virtualName, virtualSource } from './virtual.ts'

/** A Vite plugin; the inventory is read once, at the first use. */
export function virtualModules() {
  let inventory: Promise<Inventory> | undefined

  return {
    name: 'plugboard:virtual',
    enforce: 'pre' as const,

    resolveId(id: string, importer?: string) {
      const program = programName.exec(id)?.[1]
      if (program) return `\0program:${resolve(dirname(importer!), program)}`
      return virtualName.test(id) ? `\0${id}` : undefined
    },

    async load(id: string) {
      if (id.startsWith('\0program:')) return toProgramModule(id.slice('\0program:'.length))
      if (!id.startsWith('\0plugboard:')) return undefined
      inventory ??= readManifest()
      return virtualSource(id.slice(1), await inventory, unhashed)
    },
  }
}

// Tests do not bundle the browser's files: each is known by its own name.
const names = [
  'site.css',
  'app.js',
  ...globSync('src/plugins/*/browser/index.{ts,css}').map(
    (file) => basename(dirname(dirname(file))) + extname(file).replace('.ts', '.js'),
  ),
  ...globSync('public/*.*').map((file) => basename(file)),
]
const unhashed = Object.fromEntries(names.map((name) => [name, `/_static/build/${name}`]))
