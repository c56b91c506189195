/**
 * Bundles the front end: `src/browser/`, each plugged-in service's `browser/`, and the files of
 * `public/`, all under a name with the hash of its content so that they can be cached for good.
 *
 * @module
 */
import { existsSync, globSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { context, type BuildContext, type Metafile } from 'esbuild'
import { listServices, type Inventory } from '../manifest.ts'
import type { Assets } from './virtual.ts'

const outdir = 'public/build'

/** Prepares the bundling of the front end; `rebuild()` of the answer builds it. */
export async function openBrowserBundle(
  inv: Inventory,
  { minify }: { minify: boolean },
): Promise<BuildContext<{ metafile: true; write: false }>> {
  const { cwd } = inv._project
  await rm(join(cwd, outdir), { recursive: true, force: true })

  return context({
    entryPoints: entryPoints(inv),
    outdir,
    absWorkingDir: cwd,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2023', 'chrome120', 'firefox120', 'safari17'],
    loader: copied,
    minify,
    sourcemap: minify ? false : 'linked',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
}

/** The hashed address of each entry, by its name: `app.js` to `/_static/build/app-X7Q2.js`. */
export function toAssets(metafile: Metafile): Assets {
  return Object.fromEntries(
    Object.entries(metafile.outputs).flatMap(([file, { entryPoint }]) => {
      if (!entryPoint || file.endsWith('.map')) return []
      const address = file.replace(/^public\//, '/_static/')
      return [[assetName(file), address]]
    }),
  )
}

function assetName(file: string): string {
  return basename(file).replace(/-[A-Z0-9]{8}(?=\.)/, '')
}

function entryPoints(inv: Inventory) {
  const { cwd } = inv._project
  const styles = join(cwd, 'src/browser/site.css')
  const own = [
    join(cwd, 'src/browser/app.ts'),
    // What stands in for a layout of the app's own has styles of its own.
    existsSync(styles) ? styles : join(import.meta.dirname, '../page/site.css'),
  ]
  const services = listServices(inv).flatMap(({ name, dir }) =>
    ['ts', 'css'].map((extension) => ({
      in: join(dir, `browser/index.${extension}`),
      out: name,
    })),
  )
  const files = globSync('public/*.*', { cwd }).filter((file) => extname(file) in copied)

  return [
    ...own.map((file) => ({ in: file, out: basename(file, extname(file)) })),
    ...services,
    ...files.map((file) => ({ in: join(cwd, file), out: basename(file, extname(file)) })),
  ].filter((entry) => existsSync(entry.in))
}

// Files of public/ go through as they are; only their name gets the hash.
const copied = Object.fromEntries(
  ['svg', 'png', 'jpg', 'webp', 'avif', 'ico', 'woff2', 'webmanifest', 'txt'].map((extension) => [
    `.${extension}`,
    'copy' as const,
  ]),
)
