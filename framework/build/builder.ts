/**
 * Builds every function and the front end: once for deploy, or again on each change.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { type BuildContext, type BuildFailure, formatMessages, type Metafile } from 'esbuild'
import { listLambdas, type Inventory, type Lambda } from '../manifest.ts'
import { openBrowserBundle, toAssets } from './browser.ts'
import { openBundle, sizeOf, type Bundle } from './functions.ts'
import type { Assets } from './virtual.ts'

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

interface Entry {
  name: string
  context: BuildContext<{ metafile: true; write: false }>
  /** Absolute paths of all that went into the last good build. */
  inputs: Set<string>
  metafile?: Metafile
  /** The last build failed: whatever changes next may mend it. */
  isBroken: boolean
}

/** Makes the builder that `arc` uses; `report` hears of each bundle that was built again. */
export function createBuilder({ report }: { report?: (built: Built[]) => void } = {}) {
  let entries: Entry[] = []
  let browser: Entry | undefined
  let assets: Assets = {}
  let cwd = process.cwd()
  let listener = report
  const lastUse = new Map<string, number>()

  async function open(inv: Inventory, { minify }: { minify: boolean }): Promise<Built[]> {
    await stop()
    cwd = inv._project.cwd
    browser = toEntry('browser', await openBrowserBundle(inv, { minify }))
    const built = [await build(browser)]

    // Functions carry the hashed addresses of the front end's files, so they come second.
    const options = { inv, minify, assets: () => assets }
    const lambdas = listLambdas(inv).filter(hasSource)
    entries = await Promise.all(
      lambdas.map(async (it) => toEntry(titleOf(it), await openBundle(it, options))),
    )
    return [...built, ...(await Promise.all(entries.map((entry) => build(entry))))]
  }

  async function build(entry: Entry, start = performance.now()): Promise<Built> {
    const built = { name: entry.name, took: 0, errors: [] as string[] }
    try {
      const bundle = await entry.context.rebuild()
      await write(bundle)
      entry.metafile = bundle.metafile
      entry.isBroken = false
      entry.inputs = new Set(Object.keys(bundle.metafile.inputs).map((file) => join(cwd, file)))
      if (entry === browser) assets = toAssets(bundle.metafile)
      return { ...built, bytes: sizeOf(bundle), took: performance.now() - start }
    } catch (error) {
      const { errors } = error as BuildFailure
      if (!errors) throw error
      entry.isBroken = true
      return { ...built, took: performance.now() - start, errors: await toLines(errors) }
    }
  }

  // A file that all share is in every bundle: what a developer looks at is ready first, while the
  // rest follows, two at a time.
  async function buildInOrderOfUse(changed: Entry[]): Promise<Built[]> {
    const start = performance.now()
    const used = ({ name }: Entry) => lastUse.get(name) ?? 0
    const queue = changed.toSorted((a, b) => used(b) - used(a))
    const built: Built[] = []
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift())
        built.push(await build(next, start))
    }
    await Promise.all([work(), work()])
    return built
  }

  async function stop(): Promise<void> {
    const open = [...entries, ...(browser ? [browser] : [])]
    entries = []
    browser = undefined
    await Promise.all(open.map(({ context }) => context.dispose()))
  }

  return {
    /** Builds all for `npm start`. */
    async start(inv: Inventory): Promise<Built[]> {
      const built = await open(inv, { minify: false })
      listener?.(built)
      return built
    },

    /**
     * Builds all, minified, and lets go of it.
     *
     * @throws Error with every file and line that does not compile.
     */
    async buildForDeploy(
      inv: Inventory,
    ): Promise<{ built: Built[]; metafiles: Map<string, Metafile> }> {
      const built = await open(inv, { minify: true })
      const metafiles = new Map(entries.map((it) => [it.name, it.metafile!]))
      await stop()

      const errors = built.flatMap((it) => it.errors)
      if (errors.length > 0)
        throw new Error(`The build failed.\n${[...new Set(errors)].join('\n')}`)
      return { built, metafiles }
    },

    /** Builds again what the changed file is part of, or what failed last time. */
    async rebuild(filename: string, { isNew = false } = {}): Promise<Built[]> {
      const isOutput = /^(public[/\\]build|\.plugboard)[/\\]/.test(relative(cwd, filename))
      if (isOutput) return []

      const before = JSON.stringify(assets)
      const built: Built[] = []
      if (browser && isPartOf(browser, filename)) built.push(await build(browser))

      // A new hash in the front end is a new address in each function that names it.
      const renamed = JSON.stringify(assets) !== before
      // A new module of the schema is an input of nobody yet.
      const isModule = isNew && filename.endsWith('graphql.ts')
      const changed = entries.filter((it) => renamed || isModule || isPartOf(it, filename))
      built.push(...(await buildInOrderOfUse(changed)))
      if (built.length > 0) listener?.(built)
      return built
    },

    stop,

    /** Notes that a function was invoked just now. */
    noteUse(lambda: { pragma: string; name: string }) {
      lastUse.set(titleOf(lambda), performance.now())
    },

    /** Sets who hears of rebuilt bundles. */
    onBuilt(report: (built: Built[]) => void) {
      listener = report
    },
  }
}

/** The builder behind `arc`: one per process, as Architect's hooks share nothing else. */
export const builder = createBuilder()

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

function toEntry(name: string, context: Entry['context']): Entry {
  return { name, context, inputs: new Set(), isBroken: true }
}

function isPartOf({ inputs, isBroken }: Entry, filename: string): boolean {
  return isBroken || inputs.has(filename)
}

function hasSource({ src }: Lambda): boolean {
  return existsSync(join(src, 'index.ts'))
}

function titleOf({ pragma, name }: { pragma: string; name: string }): string {
  return pragma === 'http' ? name : `${pragma} ${name}`
}

async function toLines(errors: BuildFailure['errors']): Promise<string[]> {
  const color = process.stdout.isTTY && !process.env['NO_COLOR']
  return formatMessages(errors, { kind: 'error', color: Boolean(color) })
}
