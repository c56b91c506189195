/**
 * Builds every function and the front end: once for deploy, or again on each change.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Metafile } from 'esbuild'
import { listLambdas, type Inventory, type Lambda } from '../manifest.ts'
import { findPlace } from '../plugin/root.ts'
import { openBrowserBundle, toAssets } from './browser.ts'
import { buildEntry, closeEntry, isPartOf, toEntry, type Built, type Entry } from './entry.ts'
import { openCaches } from './cache.ts'
import { clearBundle, openBundle } from './functions.ts'
import { createQueue } from './queue.ts'
import type { Assets } from './virtual.ts'

// esbuild keeps in memory what it has read for each open function: eighty of them took 3.0 GB.
const keptOpen = 8

/** Makes the builder that `arc` uses; `report` hears of each bundle that was built again. */
export function createBuilder({ report }: { report?: (built: Built[]) => void } = {}) {
  let entries: Entry[] = []
  let browser: Entry | undefined
  let assets: Assets = {}
  let cwd = process.cwd()
  let listener = report
  let isLazy = false
  let isStopping = false
  /** While some have not been built once: the end of that. */
  let settling: Promise<void> | undefined
  /** What was built last comes last. */
  const opened = new Set<Entry>()
  const lastUse = new Map<string, number>()
  const queue = createQueue((entry: Entry) => build(entry))

  async function open(inv: Inventory, { minify }: { minify: boolean }): Promise<Built> {
    await stop()
    isStopping = false
    cwd = inv._project.cwd
    // The way to the bundles of services beside the app leads through it.
    await mkdir(join(cwd, '.plugboard/build', findPlace(cwd)), { recursive: true })
    browser = toEntry('browser', () => openBrowserBundle(inv, { minify }))
    const built = await build(browser)

    // Functions carry the hashed addresses of the front end's files, so they come second.
    const options = { inv, minify, assets: () => assets }
    const openCache = openCaches(options)
    const lambdas = listLambdas(inv).filter(hasSource)
    entries = await Promise.all(
      lambdas.map(async (it) => {
        await clearBundle(it)
        return toEntry(titleOf(it), () => openBundle(it, options), openCache(it))
      }),
    )
    return built
  }

  async function build(entry: Entry, since?: number): Promise<Built> {
    opened.delete(entry)
    const built = await buildEntry(entry, { cwd, ...(since !== undefined && { since }) })
    if (entry.context) opened.add(entry)
    for (const oldest of [...opened].slice(0, -keptOpen)) {
      opened.delete(oldest)
      await closeEntry(oldest)
    }
    if (entry === browser && entry.metafile) assets = toAssets(entry.metafile)
    return built
  }

  async function buildAll(): Promise<Built[]> {
    return Promise.all(entries.map((entry) => build(entry)))
  }

  /** While the local cloud is up already: what fails is told when all have been tried. */
  async function buildBehind(): Promise<void> {
    try {
      const failed = (await queue.addAll(entries)).filter(({ errors }) => errors.length > 0)
      if (failed.length > 0) listener?.(failed)
    } catch (error) {
      // Ctrl+C ends esbuild's process, too, and a little before it is heard of here.
      await setTimeout(300)
      if (isStopping) return
      listener?.([{ name: 'the build', took: 0, errors: [(error as Error).message] }])
    } finally {
      settling = undefined
    }
  }

  // A file that all share is in every bundle: what a developer looks at is ready first, while the
  // rest follows, two at a time.
  async function buildInOrderOfUse(changed: Entry[]): Promise<Built[]> {
    const since = performance.now()
    const used = ({ name }: Entry) => lastUse.get(name) ?? 0
    const inOrder = changed.toSorted((a, b) => used(b) - used(a))
    const built = await createQueue((entry: Entry) => build(entry, since)).addAll(inOrder)
    return built.sort((a, b) => a.took - b.took)
  }

  async function stop(): Promise<void> {
    isStopping = true
    await queue.clear(({ name }) => ({ name, took: 0, errors: [] }))
    await settling
    entries = []
    browser = undefined
    await Promise.all([...opened].map(closeEntry))
    opened.clear()
  }

  return {
    /** Builds all for `npm start`; after `buildLazily`, the front end, and begins with the rest. */
    async start(inv: Inventory): Promise<Built[]> {
      const built = [await open(inv, { minify: false })]
      if (isLazy) settling = buildBehind()
      else built.push(...(await buildAll()))
      listener?.(built)
      return built
    },

    /** From now on whoever calls a function waits for its bundle, with `whenBuilt`. */
    buildLazily() {
      isLazy = true
    },

    /** Builds a function before the others; undefined where it has been built. */
    whenBuilt(lambda: { pragma: string; name: string }): Promise<unknown> | undefined {
      if (!settling) return undefined
      const entry = entries.find(({ name }) => name === titleOf(lambda))
      return entry && queue.hurry(entry)
    },

    /**
     * Builds all, minified, and lets go of it.
     *
     * @throws Error with every file and line that does not compile.
     */
    async buildForDeploy(
      inv: Inventory,
    ): Promise<{ built: Built[]; metafiles: Map<string, Metafile> }> {
      const built = [await open(inv, { minify: true }), ...(await buildAll())]
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
      // What waits for its first build reads the file as it is then; what is in the middle of it may not.
      const changed = entries.filter(
        (it) => !queue.isWaiting(it) && (renamed || isModule || isPartOf(it, filename)),
      )
      await Promise.all(changed.map((it) => queue.hurry(it)))
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

function hasSource({ src }: Lambda): boolean {
  return existsSync(join(src, 'index.ts'))
}

function titleOf({ pragma, name }: { pragma: string; name: string }): string {
  return pragma === 'http' ? name : `${pragma} ${name}`
}
