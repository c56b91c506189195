/**
 * The virtual modules for vitest, so that tests run the code that a bundle would.
 *
 * @module
 */
import { existsSync, globSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { listServices, readManifest, type Inventory } from '../manifest.ts'
import { programName, toProgramModule } from './programs.ts'
import { virtualName, virtualSource, type Assets } from './virtual.ts'

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
      return virtualSource(id.slice(1), await inventory, unhashed(await inventory))
    },
  }
}

// Tests do not bundle the browser's files: each is known by its own name.
function unhashed(inv: Inventory): Assets {
  const { cwd } = inv._project
  const names = [
    'site.css',
    ...(existsSync(join(cwd, 'src/browser/app.ts')) ? ['app.js'] : []),
    ...listServices(inv).flatMap(({ name, dir }) =>
      globSync('browser/index.{ts,css}', { cwd: dir }).map(
        (file) => name + extname(file).replace('.ts', '.js'),
      ),
    ),
    ...globSync('public/*.*', { cwd }).map((file) => basename(file)),
  ]
  return Object.fromEntries(names.map((name) => [name, `/_static/build/${name}`]))
}
