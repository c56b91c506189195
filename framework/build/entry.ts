/**
 * One bundle: its esbuild context, and what became of its last build.
 *
 * @module
 */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type BuildContext, type BuildFailure, formatMessages, type Metafile } from 'esbuild'
import { sizeOf, type Bundle } from './functions.ts'
import { inputsOf } from './programs.ts'

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

export interface Entry {
  name: string
  context: BuildContext<{ metafile: true; write: false }>
  /** Absolute paths of all that went into the last good build. */
  inputs: Set<string>
  metafile?: Metafile
  /** The last build failed: whatever changes next may mend it. */
  isBroken: boolean
}

export function toEntry(name: string, context: Entry['context']): Entry {
  return { name, context, inputs: new Set(), isBroken: true }
}

/** Builds it and writes it; what does not compile leaves the last good files as they are. */
export async function buildEntry(
  entry: Entry,
  { cwd, since = performance.now() }: { cwd: string; since?: number },
): Promise<Built> {
  const built = { name: entry.name, took: 0, errors: [] as string[] }
  try {
    const bundle = await entry.context.rebuild()
    await write(bundle)
    entry.metafile = bundle.metafile
    entry.isBroken = false
    const inputs = Object.keys(bundle.metafile.inputs)
    entry.inputs = new Set(inputs.flatMap((file) => inputsOf.get(file) ?? [join(cwd, file)]))
    return { ...built, bytes: sizeOf(bundle), took: performance.now() - since }
  } catch (error) {
    const { errors } = error as BuildFailure
    if (!errors) throw error
    entry.isBroken = true
    return { ...built, took: performance.now() - since, errors: await toLines(errors) }
  }
}

/** Whether a changed file is in it, or may mend it. */
export function isPartOf({ inputs, isBroken }: Entry, filename: string): boolean {
  return isBroken || inputs.has(filename)
}

async function write({ outputFiles }: Bundle): Promise<void> {
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
