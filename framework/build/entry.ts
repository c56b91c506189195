/**
 * One bundle: its esbuild context, and what became of its last build.
 *
 * @module
 */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BuildContext, type BuildFailure, formatMessages, type Metafile } from 'esbuild'
import { listFiles, type BundleCache, type KeptBundle } from './cache.ts'
import { sizeOf } from './functions.ts'

/** What became of one bundle. */
export interface Built {
  /** As in the manifest: `get /articles/:slug`, or `browser`. */
  name: string
  /** Bytes as deployed; absent when the build failed. */
  bytes?: number
  /** Milliseconds since the change. */
  took: number
  /** With file and line; the last good bundle keeps serving. */
  errors: string[]
}

type Context = BuildContext<{ metafile: true; write: false }>

export interface Entry {
  name: string
  /** Prepares it to be built; what is found in the cache needs none. */
  open: () => Promise<Context>
  context?: Promise<Context>
  cache?: BundleCache
  /** Absolute paths of all that went into the last good build. */
  inputs: Set<string>
  metafile?: Metafile
  /** The last build failed, or there was none: whatever changes next may mend it. */
  isBroken: boolean
}

export function toEntry(name: string, open: Entry['open'], cache?: BundleCache): Entry {
  return { name, open, inputs: new Set(), isBroken: true, ...(cache && { cache }) }
}

/** Builds it and writes it; what does not compile leaves the last good files as they are. */
export async function buildEntry(
  entry: Entry,
  { cwd, since = performance.now() }: { cwd: string; since?: number },
): Promise<Built> {
  const built = { name: entry.name, took: 0, errors: [] as string[] }
  try {
    const bundle = (await findKept(entry)) ?? (await make(entry, cwd))
    await write(bundle)
    entry.metafile = bundle.metafile
    entry.isBroken = false
    entry.inputs = new Set(bundle.inputs)
    return { ...built, bytes: sizeOf(bundle), took: performance.now() - since }
  } catch (error) {
    const { errors } = error as BuildFailure
    if (!errors) throw error
    entry.isBroken = true
    return { ...built, took: performance.now() - since, errors: await toLines(errors) }
  }
}

// Once somebody works on it, the context is faster than a look at all its files.
async function findKept({ context, cache }: Entry): Promise<KeptBundle | undefined> {
  return context ? undefined : cache?.find()
}

async function make(entry: Entry, cwd: string): Promise<KeptBundle> {
  const since = Date.now()
  // The first build of a function is the only one of most: an open context would keep in memory all
  // that it has read.
  const isFirst = !entry.metafile && !entry.context
  const context = await (entry.context ??= entry.open())
  try {
    const bundle = await context.rebuild()
    // Without it, the next start builds it once more.
    if (isFirst) await entry.cache?.keep(bundle, since).catch(() => undefined)
    return { ...bundle, inputs: listFiles(Object.keys(bundle.metafile.inputs), cwd) }
  } finally {
    if (isFirst) await closeEntry(entry)
  }
}

/** Lets go of what the last build has left in memory; the next is as slow as a first one. */
export async function closeEntry(entry: Entry): Promise<void> {
  const { context } = entry
  delete entry.context
  await (await context)?.dispose()
}

/** Whether a changed file is in it, or may mend it. */
export function isPartOf({ inputs, isBroken }: Entry, filename: string): boolean {
  return isBroken || inputs.has(filename)
}

async function write({ outputFiles }: KeptBundle): Promise<void> {
  for (const folder of new Set(outputFiles.map(({ path }) => dirname(path)))) {
    await mkdir(folder, { recursive: true })
  }
  // What loads the entry finds its chunks there, and never half an entry.
  const entries = outputFiles.filter(({ path }) => /(^|[/\\])index\.mjs$/.test(path))
  const others = outputFiles.filter((file) => !entries.includes(file))
  await Promise.all(others.map(({ path, contents }) => writeFile(path, contents)))
  for (const { path, contents } of entries) {
    await writeFile(`${path}.new`, contents)
    await rename(`${path}.new`, path)
  }
}

async function toLines(errors: BuildFailure['errors']): Promise<string[]> {
  const color = process.stdout.isTTY && !process.env['NO_COLOR']
  return formatMessages(errors, { kind: 'error', color: Boolean(color) })
}
