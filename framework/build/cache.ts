/**
 * Finished bundles, kept in `node_modules/.cache/plugboard`: what has not changed is not built again,
 * neither at the next start nor by the next deploy.
 *
 * A bundle is found by all that it was made of: the files and virtual modules in it, how it is built,
 * what is installed, and which names lie around its files, as a new one may be what an import means.
 *
 * @module
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Metafile } from 'esbuild'
import type { Lambda } from '../manifest.ts'
import { findRoot } from '../plugin/root.ts'
import type { Bundle, BundleOptions } from './functions.ts'
import { foldersAround, newest, printFile, printFolder, printGround, toHash } from './prints.ts'
import { inputsOf } from './programs.ts'
import { virtualSource } from './virtual.ts'

/** What a bundle was made of: hashes by names. Paths are relative to the app. */
interface Parts {
  ground: string
  files: Record<string, string>
  folders: Record<string, string>
  virtual: Record<string, string>
}

/** A bundle as it was built. */
export interface KeptBundle {
  metafile: Metafile
  outputFiles: { path: string; contents: Uint8Array }[]
  /** Absolute paths. */
  inputs: string[]
}

export interface BundleCache {
  /** What was built of exactly this; undefined where there is nothing that can be read. */
  find: () => Promise<KeptBundle | undefined>
  /** Keeps what was begun at `since` (epoch milliseconds), unless a file has changed meanwhile. */
  keep: (bundle: Bundle, since: number) => Promise<void>
}

/** Of each function: so many states of its sources are remembered, those that were used last. */
const states = 4

/** The kept bundles of functions that are made with the same. */
export function openCaches(options: BundleOptions): (lambda: Lambda) => BundleCache {
  const ground = printGround(findRoot(options.inv._project.cwd))
  return (lambda) => openCache(lambda, options, ground)
}

function openCache(
  { build }: Lambda,
  { inv, assets, minify }: BundleOptions,
  ground: string,
): BundleCache {
  const { cwd } = inv._project
  const root = findRoot(cwd)
  // Without the ground: what was built on another one is forgotten in its turn.
  const title = toHash([relative(root, build), relative(root, cwd), String(minify)])
  const folder = join(root, 'node_modules/.cache/plugboard', title)

  // The same in a copy of the project, which lies elsewhere.
  const printVirtual = (name: string) =>
    toHash([virtualSource(name, inv, assets()).replaceAll(root, '')])
  const isOf = ({ files, folders, virtual, ...parts }: Parts) =>
    parts.ground === ground &&
    isSame(virtual, printVirtual) &&
    isSame(folders, (name) => printFolder(join(cwd, name))) &&
    isSame(files, (name) => printFile(join(cwd, name)))

  async function readState(from: string): Promise<KeptBundle | undefined> {
    const parts = JSON.parse(await readFile(join(from, 'parts.json'), 'utf8')) as Parts
    if (!isOf(parts)) return undefined
    const metafile = JSON.parse(await readFile(join(from, 'metafile.json'), 'utf8')) as Metafile
    const outputFiles = Object.keys(metafile.outputs).map(async (name) => {
      const path = join(cwd, name)
      return { path, contents: await readFile(join(from, 'files', relative(build, path))) }
    })
    const inputs = Object.keys(parts.files).map((name) => join(cwd, name))
    return { metafile, inputs, outputFiles: await Promise.all(outputFiles) }
  }

  return {
    async find() {
      for (const state of await listByUse(folder)) {
        const found = await readState(state).catch(() => undefined)
        if (!found) continue
        await utimes(state, new Date(), new Date()).catch(() => undefined)
        return found
      }
      return undefined
    },

    async keep({ metafile, outputFiles }, since) {
      const names = Object.keys(metafile.inputs)
      const files = listFiles(names, cwd)
      if (newest(files) >= since) return
      const virtual = names.flatMap((name) => virtualInput.exec(name)?.[1] ?? [])
      const toName = (path: string) => relative(cwd, path)
      const parts: Parts = {
        ground,
        files: toParts(files, printFile, toName),
        folders: toParts(foldersAround(files), printFolder, toName),
        virtual: toParts(virtual, printVirtual),
      }
      const state = toHash([JSON.stringify(parts)])
      const draft = join(folder, `.${state}-${process.pid}`)
      for (const { path, contents } of outputFiles) {
        const target = join(draft, 'files', relative(build, path))
        await mkdir(dirname(target), { recursive: true })
        await writeFile(target, contents)
      }
      await writeFile(join(draft, 'metafile.json'), JSON.stringify(metafile))
      await writeFile(join(draft, 'parts.json'), JSON.stringify(parts))
      // Somebody else may have kept the same just now.
      await rename(draft, join(folder, state)).catch(() => rm(draft, { recursive: true }))
      for (const old of (await listByUse(folder)).slice(states)) {
        await rm(old, { recursive: true, force: true })
      }
    },
  }
}

/** The absolute paths of all files that went into a bundle, those of its programs included. */
export function listFiles(inputs: readonly string[], cwd: string): string[] {
  return inputs.flatMap(
    (name) => inputsOf.get(name) ?? (madeInput.test(name) ? [] : join(cwd, name)),
  )
}

const virtualInput = /^plugboard:(plugboard:.+)$/

/** What a plugin of ours has made: no file of this name is anywhere. */
const madeInput = /^(plugboard|program|program-file|builtin):/

function isSame(parts: Record<string, string>, print: (name: string) => string): boolean {
  return Object.entries(parts).every(([name, hash]) => print(name) === hash)
}

function toParts(
  names: readonly string[],
  print: (name: string) => string,
  toName = (name: string) => name,
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [toName(name), print(name)]))
}

/** Those that were used last come first. */
async function listByUse(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const states = names.filter((name) => !name.startsWith('.')).map((name) => join(folder, name))
  const used = await Promise.all(
    states.map(async (path) => ({ path, at: (await stat(path).catch(() => undefined))?.mtimeMs })),
  )
  return used.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).map(({ path }) => path)
}
