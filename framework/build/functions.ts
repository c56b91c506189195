/**
 * Bundles one function with esbuild: what is deployed is what runs locally.
 *
 * @module
 */
import { rm } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { context, type BuildContext, type BuildResult, type Metafile, type Plugin } from 'esbuild'
import type { Inventory, Lambda } from '../manifest.ts'
import { nativePackages } from './native.ts'
import { programs } from './programs.ts'
import { virtualName, virtualSource, type Assets } from './virtual.ts'

/** A finished bundle: its outputs and inputs are in esbuild's metafile. */
export type Bundle = BuildResult<typeof kept>

// Written by the builder, and only when all is well: esbuild would delete the last good bundle.
const kept = { metafile: true, write: false } as const

/** What bundles are made with. */
export interface BundleOptions {
  inv: Inventory
  /** As they are when it is built: they follow the front end. */
  assets: () => Assets
  minify: boolean
}

/**
 * Makes room for a function's bundle.
 *
 * @throws Error where its own source lies there
 */
export async function clearBundle(lambda: Lambda): Promise<void> {
  requireOutside(lambda)
  await rm(lambda.build, { recursive: true, force: true })
}

/** Prepares the bundling of one function; `rebuild()` of the answer builds it. */
export function openBundle(
  lambda: Lambda,
  { inv, assets, minify }: BundleOptions,
): Promise<BuildContext<typeof kept>> {
  return context({
    entryPoints: { index: join(lambda.src, 'index.ts') },
    outdir: lambda.build,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // esbuild's default for node, main first, loads CommonJS where a lean ES module is at hand.
    mainFields: ['module', 'main'],
    minify,
    sourcemap: minify ? false : 'linked',
    ...kept,
    logLevel: 'silent',
    absWorkingDir: inv._project.cwd,
    define: { 'process.env.NODE_ENV': minify ? '"production"' : '"development"' },
    banner: { js: requireWhenCalled },
    // graphql-yoga takes two words of this package; the rest of it loads undici.
    alias: { '@whatwg-node/fetch': join(import.meta.dirname, '../shims/whatwg-fetch.ts') },
    plugins: [virtualModules(inv, assets), programs, leanBuilds, requiredBuiltins, neededChunks],
    external: nativePackages,
  })
}

// CommonJS dependencies call require, which an ES module has not. Made by the first call: in each file
// of a bundle it would be a tenth of a millisecond at cold start.
const requireWhenCalled = [
  'let plugboardRequire;',
  'const plugboardModule=()=>plugboardRequire??=',
  "process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  'const require=(id)=>plugboardModule()(id);',
  'require.resolve=(...path)=>plugboardModule().resolve(...path);',
].join('')

// Architect names the folder by the path from the project to the source. Of a service that lies
// elsewhere that is the source's own, which is about to be emptied.
function requireOutside({ name, src, build }: Lambda) {
  if (relative(build, src).startsWith('..')) return
  throw new Error(
    `[build] ${name} would be built over its own source, ${src}: move its service into the project, ` +
      'and name it in app.arc by its path there',
  )
}

/** Bytes of all that a bundle would deploy. */
export function sizeOf({ metafile }: { metafile: Metafile }): number {
  return Object.entries(metafile.outputs)
    .filter(([file]) => !file.endsWith('.map'))
    .reduce((sum, [, { bytes }]) => sum + bytes, 0)
}

function virtualModules(inv: Inventory, assets: () => Assets): Plugin {
  return {
    name: 'plugboard:virtual',
    setup(build) {
      build.onResolve({ filter: virtualName }, ({ path }) => ({ path, namespace: 'plugboard' }))
      build.onLoad({ filter: /.*/, namespace: 'plugboard' }, ({ path }) => ({
        contents: virtualSource(path, inv, assets()),
        resolveDir: inv._project.cwd,
      }))
    },
  }
}

// The Stripe SDK's build for Node loads all of node's network modules, 42 ms more at cold start than
// the one for workers. Its package offers that one under a condition that other packages mistake.
const leanBuilds: Plugin = {
  name: 'plugboard:lean-builds',
  setup(build) {
    build.onResolve({ filter: /^stripe$/ }, async ({ path, ...options }) => {
      if (options.pluginData === leanBuilds) return undefined
      const found = await build.resolve(path, { ...options, pluginData: leanBuilds })
      return { path: found.path.replace(/esm\.node\.js$/, 'esm.worker.js'), errors: found.errors }
    })
  },
}

// Importing an http builtin as an ES module evaluates its WebSocket getter, which loads undici:
// 25 ms, more than half of an empty function's cold start. Requiring it does not.
const requiredBuiltins: Plugin = {
  name: 'plugboard:required-builtins',
  setup(build) {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'builtin' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
    }))
  },
}

// What helps with CommonJS is a chunk of esbuild's own, which an entry imports for its side effects,
// though it has none: one file more at each cold start. Blanks in its place keep source maps right.
const neededChunks: Plugin = {
  name: 'plugboard:needed-chunks',
  setup(build) {
    build.onEnd(({ metafile, outputFiles = [] }) => {
      const helpers = Object.entries(metafile?.outputs ?? {})
        .filter(([file, { inputs }]) => file.endsWith('.mjs') && Object.keys(inputs).length === 0)
        .map(([file]) => basename(file))
      for (const file of outputFiles.filter(({ path }) => path.endsWith('.mjs'))) {
        const text = helpers.reduce(withoutImport, file.text)
        if (text !== file.text) file.contents = Buffer.from(text)
      }
    })
  },
}

function withoutImport(text: string, name: string): string {
  const statement = new RegExp(`(?<=^|[;\\n])import ?"[^"]*/${name.replaceAll('.', '\\.')}";`)
  return text.replace(statement, (found) => ' '.repeat(found.length))
}
